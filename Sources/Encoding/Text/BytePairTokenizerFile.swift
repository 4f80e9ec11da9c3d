/// The parts of `tokenizer.json` that a byte-level byte-pair encoding may have, but for its vocabulary
/// and merges.
struct BytePairTokenizerFile: Decodable {
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

    let addedTokens: [AddedToken]
    let normalizer: TokenizerPart?
    let preTokenizer: TokenizerPart
    let postProcessor: PostProcessor
    let model: BytePairModel

    enum CodingKeys: String, CodingKey {
        case addedTokens = "added_tokens"
        case normalizer, model
        case preTokenizer = "pre_tokenizer"
        case postProcessor = "post_processor"
    }
}

extension BytePairTokenizerFile {
    /// Checks what all byte-level encodings here have in common.
    ///
    /// - Parameter suffix: what a word's last token ends with.
    func check(suffix: String = "", _ require: TokenizerRequirement) throws {
        try require(
            postProcessor.type == "RobertaProcessing", "post_processor", "RobertaProcessing")
        try model.check(suffix: suffix, require)
        try require(model.fusesUnknown != true, "model.fuse_unk", "false")
        for token in addedTokens { try token.checkFindable(require) }
    }
}
