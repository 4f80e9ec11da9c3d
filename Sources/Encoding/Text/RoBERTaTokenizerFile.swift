import Foundation

/// What RoBERTa's tokenizer reads from a folder: `tokenizer.json`, or `vocab.json` and `merges.txt`
/// where there is none; and `tokenizer_config.json` where there is one.
struct RoBERTaTokenizerFile {
    private struct Settings: Decodable {
        let addsSpace: Bool?

        enum CodingKeys: String, CodingKey {
            case addsSpace = "add_prefix_space"
        }
    }

    private static let settings = "tokenizer_config.json"
    private static let start = "<s>"
    private static let end = "</s>"
    private static let standardTokens = [start, "<pad>", end, "<unk>", "<mask>"]

    let vocabulary: BytePairVocabulary
    /// What stands for bytes that are not in the vocabulary; they are left out where this is nil.
    let unknownToken: Int?
    let addedTokens: [AddedToken]
    let startToken, endToken: Int

    /// Names of the files that make the tokenizer of a folder.
    static func names(in directory: String) -> [String] {
        BytePairVocabulary.fileNames(in: directory)
            + (hasSettings(directory) ? [settings] : [])
    }

    private static func hasSettings(_ directory: String) -> Bool {
        FileManager.default.fileExists(atPath: directory + "/" + settings)
    }

    init(directory: String) throws {
        if Self.hasSettings(directory) {
            let path = directory + "/" + Self.settings
            let settings: Settings = try JSONFile.decode(path: path)
            guard settings.addsSpace != true else {
                throw EncodingError.malformedFile(
                    path: path, reason: "the field 'add_prefix_space' is true, false is needed")
            }
        }
        let paths = BytePairVocabulary.fileNames(in: directory).map { directory + "/" + $0 }
        if paths.count == 1 {
            try self.init(serialized: paths[0])
        } else {
            try self.init(BytePairVocabulary(vocabulary: paths[0], merges: paths[1]))
        }
    }

    private init(_ vocabulary: BytePairVocabulary) throws {
        self.vocabulary = vocabulary
        unknownToken = nil
        addedTokens = try Self.standardTokens.map {
            AddedToken(id: try vocabulary.id(of: $0), content: $0)
        }
        startToken = try vocabulary.id(of: Self.start)
        endToken = try vocabulary.id(of: Self.end)
    }

    private init(serialized path: String) throws {
        let require = TokenizerRequirement(path: path, owner: "RoBERTa")
        let sections = try BytePairSections(path: path)
        let file: BytePairTokenizerFile = try JSONFile.decode(sections.rest, path: path)
        try require(file.normalizer == nil, "normalizer", "none")
        try require(
            file.preTokenizer.type == "ByteLevel" && file.preTokenizer.addsSpace == false
                && file.preTokenizer.splits != false, "pre_tokenizer",
            "ByteLevel, add_prefix_space = false, use_regex = true")
        try file.check(require)
        vocabulary = sections.vocabulary
        unknownToken = try file.model.unknownToken.map(vocabulary.id)
        addedTokens = file.addedTokens
        startToken = file.postProcessor.start.id
        endToken = file.postProcessor.end.id
    }
}
