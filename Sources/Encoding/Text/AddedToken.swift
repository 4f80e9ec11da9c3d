/// A token that a text may hold as it is, such as `<mask>`, as in `added_tokens` of
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
}
