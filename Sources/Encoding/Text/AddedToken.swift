/// A token that is found in a text before it is split into words: an entry of `added_tokens` in
/// `tokenizer.json`.
struct AddedToken: Sendable, Decodable {
    let id: Int
    let content: String
    var isSingleWord: Bool?
    /// Whether spaces before or after it belong to it.
    var takesSpaceBefore, takesSpaceAfter: Bool?
    /// Whether it is looked for in the normalised text.
    var isNormalized: Bool?

    enum CodingKeys: String, CodingKey {
        case id, content
        case isSingleWord = "single_word"
        case takesSpaceBefore = "lstrip"
        case takesSpaceAfter = "rstrip"
        case isNormalized = "normalized"
    }

    /// Whether it is found wherever it stands, not only as a word by itself.
    var isFindable: Bool { isSingleWord != true && !content.isEmpty }

    func checkFindable(_ require: TokenizerRequirement) throws {
        try require(isFindable, "added_tokens.\(content)", "a token without single_word")
    }
}
