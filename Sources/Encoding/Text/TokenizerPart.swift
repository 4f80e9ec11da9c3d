/// A normalizer or pre-tokenizer of `tokenizer.json`, or a sequence of them.
struct TokenizerPart: Decodable {
    struct Pattern: Decodable {
        let expression: String?
        let text: String?

        enum CodingKeys: String, CodingKey {
            case expression = "Regex"
            case text = "String"
        }
    }

    let type: String
    let pattern: Pattern?
    let content: String?
    let behavior: String?
    let isInverted: Bool?
    let addsSpace: Bool?
    let splits: Bool?
    let normalizers: [TokenizerPart]?
    let preTokenizers: [TokenizerPart]?

    enum CodingKeys: String, CodingKey {
        case type, pattern, content, behavior, normalizers
        case isInverted = "invert"
        case addsSpace = "add_prefix_space"
        case splits = "use_regex"
        case preTokenizers = "pretokenizers"
    }
}
