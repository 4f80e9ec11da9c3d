import Foundation

/// What CLIP's tokenizer reads from a folder: `tokenizer.json`, or `vocab.json` and `merges.txt`
/// where there is none.
struct CLIPTokenizerFile {
    static let start = "<|startoftext|>"
    static let end = "<|endoftext|>"

    /// The file to blame for what is wrong with the vocabulary.
    let path: String
    let vocabulary: [String: Int]
    let merges: [(String, String)]
    let unknownToken: String
    let addedTokens: [AddedToken]
    let startToken, endToken: Int
    /// Whether the splitter too cuts out start and end, as `transformers` 5 has it.
    let dividesAtMarkers: Bool

    /// Names of the files that make the tokenizer of a folder.
    static func names(in directory: String) -> [String] {
        func has(_ name: String) -> Bool {
            FileManager.default.fileExists(atPath: directory + "/" + name)
        }
        return has("vocab.json") && !has("tokenizer.json")
            ? ["vocab.json", "merges.txt"] : ["tokenizer.json"]
    }

    init(directory: String) throws {
        let names = Self.names(in: directory)
        if names.count == 1 {
            try self.init(serialized: directory + "/" + names[0])
        } else {
            try self.init(
                vocabulary: directory + "/" + names[0], merges: directory + "/" + names[1])
        }
    }

    private init(vocabulary path: String, merges mergesPath: String) throws {
        self.path = path
        vocabulary = try JSONFile.decode(path: path)
        let text: String
        do {
            text = try String(contentsOfFile: mergesPath, encoding: .utf8)
        } catch {
            throw EncodingError.unreadableFile(path: mergesPath, reason: error.localizedDescription)
        }
        var merges: [(String, String)] = []
        for (number, line) in text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        )
        .enumerated() where !line.isEmpty && !line.hasPrefix("#version") {
            guard let pair = BytePairMerges.pair(line) else {
                throw EncodingError.malformedFile(
                    path: mergesPath, reason: "line \(number + 1) is not two tokens with a space")
            }
            merges.append(pair)
        }
        self.merges = merges
        unknownToken = Self.end
        let vocabulary = vocabulary
        addedTokens = try [Self.start, Self.end].map { token in
            guard let id = vocabulary[token] else {
                throw EncodingError.malformedFile(
                    path: path, reason: "its vocabulary lacks \(token)")
            }
            return AddedToken(id: id, content: token)
        }
        (startToken, endToken) = (addedTokens[0].id, addedTokens[1].id)
        dividesAtMarkers = true
    }

    private init(serialized path: String) throws {
        func malformed(_ reason: String) -> EncodingError {
            .malformedFile(path: path, reason: reason)
        }
        func require(_ isMet: Bool, _ field: String, _ needed: String) throws {
            guard isMet else {
                throw malformed("the field '\(field)' is not CLIP's: \(needed) is needed")
            }
        }
        let file: Serialized = try JSONFile.decode(path: path)
        self.path = path
        try require(
            file.normalizer.type == "Sequence"
                && file.normalizer.normalizers?.map(\.type) == ["NFC", "Replace", "Lowercase"]
                && file.normalizer.normalizers?[1].pattern?.expression == #"\s+"#
                && file.normalizer.normalizers?[1].content == " ",
            "normalizer", #"a Sequence of NFC, Replace of \s+ by a space, and Lowercase"#)
        let parts = file.preTokenizer.preTokenizers ?? []
        try require(
            file.preTokenizer.type == "Sequence" && parts.map(\.type) == ["Split", "ByteLevel"],
            "pre_tokenizer", "a Sequence of Split and ByteLevel")
        try require(
            parts[0].behavior == "Removed" && parts[0].isInverted == true,
            "pre_tokenizer.Split", "the behavior Removed, inverted,")
        try require(
            parts[1].addsSpace == false && parts[1].splits != false, "pre_tokenizer.ByteLevel",
            "add_prefix_space = false, use_regex = true")
        let words = #"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"#
        let markers = #"<\|startoftext\|>|<\|endoftext\|>|"#
        let expression = parts[0].pattern?.expression
        try require(
            expression == words || expression == markers + words, "pre_tokenizer.Split.pattern",
            words)
        dividesAtMarkers = expression != words
        try require(
            file.postProcessor.type == "RobertaProcessing", "post_processor", "RobertaProcessing")
        startToken = file.postProcessor.start.id
        endToken = file.postProcessor.end.id
        let model = file.model
        try require(model.type == "BPE", "model.type", "BPE")
        try require(model.dropout == nil, "model.dropout", "none")
        try require((model.prefix ?? "").isEmpty, "model.continuing_subword_prefix", "none")
        try require(model.suffix == "</w>", "model.end_of_word_suffix", "</w>")
        try require(model.fusesUnknown != true, "model.fuse_unk", "false")
        try require(model.fallsBackToBytes != true, "model.byte_fallback", "false")
        try require(model.ignoresMerges != true, "model.ignore_merges", "false")
        addedTokens = file.addedTokens
        for token in addedTokens {
            try require(
                token.isPlain, "added_tokens.\(token.content)",
                "a token without single_word, lstrip and rstrip")
        }
        vocabulary = model.vocabulary
        merges = model.merges.map(\.pair)
        unknownToken = model.unknownToken
    }
}

/// The parts of `tokenizer.json` that a CLIP tokenizer may have.
private struct Serialized: Decodable {
    struct PostProcessor: Decodable {
        /// A token and its id.
        struct Marker: Decodable {
            let id: Int

            init(from decoder: any Decoder) throws {
                var values = try decoder.unkeyedContainer()
                _ = try values.decode(String.self)
                id = try values.decode(Int.self)
            }
        }

        let type: String
        let start, end: Marker

        enum CodingKeys: String, CodingKey {
            case type
            case start = "cls"
            case end = "sep"
        }
    }

    /// Two tokens: in one text with a space between, or as a list.
    struct Merge: Decodable {
        let pair: (String, String)

        init(from decoder: any Decoder) throws {
            let value = try decoder.singleValueContainer()
            let found: (String, String)?
            if let line = try? value.decode(String.self) {
                found = BytePairMerges.pair(line)
            } else {
                let tokens = try value.decode([String].self)
                found = tokens.count == 2 ? (tokens[0], tokens[1]) : nil
            }
            guard let found else {
                throw DecodingError.dataCorruptedError(
                    in: value, debugDescription: "not two tokens")
            }
            pair = found
        }
    }

    struct Model: Decodable {
        let type: String
        let dropout: Double?
        let unknownToken: String
        let prefix: String?
        let suffix: String?
        let fusesUnknown: Bool?
        let fallsBackToBytes: Bool?
        let ignoresMerges: Bool?
        let vocabulary: [String: Int]
        let merges: [Merge]

        enum CodingKeys: String, CodingKey {
            case type, dropout, merges
            case unknownToken = "unk_token"
            case prefix = "continuing_subword_prefix"
            case suffix = "end_of_word_suffix"
            case fusesUnknown = "fuse_unk"
            case fallsBackToBytes = "byte_fallback"
            case ignoresMerges = "ignore_merges"
            case vocabulary = "vocab"
        }
    }

    let addedTokens: [AddedToken]
    let normalizer: TokenizerPart
    let preTokenizer: TokenizerPart
    let postProcessor: PostProcessor
    let model: Model

    enum CodingKeys: String, CodingKey {
        case addedTokens = "added_tokens"
        case normalizer, model
        case preTokenizer = "pre_tokenizer"
        case postProcessor = "post_processor"
    }
}
