/// `post_processor` of `tokenizer.json`: which tokens stand around a text.
struct TokenTemplate: Decodable {
    struct Piece: Decodable {
        struct Special: Decodable {
            let id: String
        }

        /// Nil where the text stands.
        let special: Special?

        enum CodingKeys: String, CodingKey { case special = "SpecialToken" }
    }

    struct Ids: Decodable {
        let ids: [Int]
    }

    let type: String
    let single: [Piece]?
    let specialTokens: [String: Ids]?

    enum CodingKeys: String, CodingKey {
        case type, single
        case specialTokens = "special_tokens"
    }

    /// - Parameter path: of the file, for errors.
    /// - Returns: ids that stand before and after each text.
    func surroundings(path: String) throws -> (prefix: [Int], suffix: [Int]) {
        func malformed(_ reason: String) -> EncodingError {
            .malformedFile(path: path, reason: reason)
        }
        guard type == "TemplateProcessing" else {
            throw malformed(
                "the field 'post_processor' is \(type), TemplateProcessing is needed")
        }
        var around: [[Int]] = [[]]
        for piece in single ?? [] {
            guard let name = piece.special?.id else {
                around.append([])
                continue
            }
            guard let ids = specialTokens?[name]?.ids else {
                throw malformed("the field 'post_processor.special_tokens' lacks '\(name)'")
            }
            around[around.count - 1] += ids
        }
        guard around.count == 2 else {
            throw malformed("the field 'post_processor.single' is no template for one text")
        }
        return (around[0], around[1])
    }
}
