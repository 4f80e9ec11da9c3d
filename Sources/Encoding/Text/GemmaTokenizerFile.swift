import Foundation

/// A `tokenizer.json` of Gemma's kind.
struct GemmaTokenizerFile: Sendable {
    let vocabulary: BytePairVocabulary
    let addedTokens: [AddedToken]
    let lowercases: Bool
    /// Ids that stand before and after each text.
    let prefix, suffix: [Int]

    /// - Throws: `EncodingError` naming the file and the part of it that is not Gemma's.
    init(path: String) throws {
        let require = TokenizerRequirement(path: path, owner: "Gemma")
        let sections = try BytePairSections(path: path)
        let file: Serialized = try JSONFile.decode(sections.rest, path: path)

        let parts = file.normalizer.normalizers ?? [file.normalizer]
        try require(
            (parts.map(\.type) == ["Replace"] || parts.map(\.type) == ["Lowercase", "Replace"])
                && parts.last?.pattern?.text == " " && parts.last?.content == "▁",
            "normalizer", "Replace of a space by ▁, or Lowercase and that,")
        lowercases = parts.count == 2
        // After that there is no space to split at.
        if let splitter = file.preTokenizer {
            try require(
                splitter.type == "Split" && splitter.pattern?.text == " "
                    && splitter.isInverted != true, "pre_tokenizer", "Split at spaces")
        }
        try file.model.check(fallsBackToBytes: true, require)
        for token in file.addedTokens { try token.checkFindable(require) }
        vocabulary = sections.vocabulary
        addedTokens = file.addedTokens
        (prefix, suffix) = try file.postProcessor?.surroundings(path: path) ?? ([], [])
    }

    /// The id of a token by its name.
    ///
    /// - Returns: nil where there is none.
    func id(of token: String) -> Int? {
        addedTokens.first { $0.content == token }?.id ?? vocabulary[token]
    }
}

/// The short parts of `tokenizer.json` that matter.
private struct Serialized: Decodable {
    let addedTokens: [AddedToken]
    let normalizer: TokenizerPart
    let preTokenizer: TokenizerPart?
    let postProcessor: TokenTemplate?
    let model: BytePairModel

    enum CodingKeys: String, CodingKey {
        case addedTokens = "added_tokens"
        case normalizer, model
        case preTokenizer = "pre_tokenizer"
        case postProcessor = "post_processor"
    }
}
