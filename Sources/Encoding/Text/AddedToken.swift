/// A token that is found in a text before it is split into words: an entry of `added_tokens` in
/// `tokenizer.json`.
struct AddedToken: Sendable, Decodable {
    let id: Int
    let content: String
    let isSingleWord, takesSpaceBefore, takesSpaceAfter, isNormalized: Bool?

    enum CodingKeys: String, CodingKey {
        case id, content
        case isSingleWord = "single_word"
        case takesSpaceBefore = "lstrip"
        case takesSpaceAfter = "rstrip"
        case isNormalized = "normalized"
    }

    init(id: Int, content: String) {
        self.id = id
        self.content = content
        isSingleWord = nil
        takesSpaceBefore = nil
        takesSpaceAfter = nil
        isNormalized = nil
    }

    /// Whether it is found just as it is, without regard to what stands around it.
    var isPlain: Bool {
        isSingleWord != true && takesSpaceBefore != true && takesSpaceAfter != true
            && !content.isEmpty
    }
}
