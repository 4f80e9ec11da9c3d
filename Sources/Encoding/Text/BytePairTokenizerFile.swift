/// The parts of `tokenizer.json` that a byte-level byte-pair encoding may have.
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
        let unknownToken: String?
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
    let normalizer: TokenizerPart?
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

extension BytePairTokenizerFile {
    /// Checks what all byte-level encodings here have in common.
    ///
    /// - Parameter suffix: what a word's last token ends with.
    func check(suffix: String, _ require: TokenizerRequirement) throws {
        try require(
            postProcessor.type == "RobertaProcessing", "post_processor", "RobertaProcessing")
        try require(model.type == "BPE", "model.type", "BPE")
        try require(model.dropout == nil, "model.dropout", "none")
        try require((model.prefix ?? "").isEmpty, "model.continuing_subword_prefix", "none")
        try require(
            model.suffix ?? "" == suffix, "model.end_of_word_suffix",
            suffix.isEmpty ? "none" : suffix)
        try require(model.fusesUnknown != true, "model.fuse_unk", "false")
        try require(model.fallsBackToBytes != true, "model.byte_fallback", "false")
        try require(model.ignoresMerges != true, "model.ignore_merges", "false")
        for token in addedTokens {
            try require(
                token.isSingleWord != true && !token.content.isEmpty,
                "added_tokens.\(token.content)", "a token without single_word")
        }
    }

    func vocabulary(path: String) -> BytePairVocabulary {
        BytePairVocabulary(path: path, ids: model.vocabulary, merges: model.merges.map(\.pair))
    }
}
