/// The field `model` of a `tokenizer.json` with byte-pair encoding, but for its vocabulary and merges.
struct BytePairModel: Decodable {
    let type: String
    let dropout: Double?
    let unknownToken: String?
    let prefix: String?
    let suffix: String?
    let fusesUnknown: Bool?
    let fallsBackToBytes: Bool?
    let ignoresMerges: Bool?

    enum CodingKeys: String, CodingKey {
        case type, dropout
        case unknownToken = "unk_token"
        case prefix = "continuing_subword_prefix"
        case suffix = "end_of_word_suffix"
        case fusesUnknown = "fuse_unk"
        case fallsBackToBytes = "byte_fallback"
        case ignoresMerges = "ignore_merges"
    }

    /// Checks what all encodings here have in common.
    ///
    /// - Parameters:
    ///   - suffix: what a word's last token ends with.
    ///   - fallsBackToBytes: whether bytes stand for what the vocabulary has no character for.
    func check(
        suffix: String = "", fallsBackToBytes needed: Bool = false,
        _ require: TokenizerRequirement
    ) throws {
        try require(type == "BPE", "model.type", "BPE")
        try require(dropout == nil, "model.dropout", "none")
        try require((prefix ?? "").isEmpty, "model.continuing_subword_prefix", "none")
        try require(
            self.suffix ?? "" == suffix, "model.end_of_word_suffix",
            suffix.isEmpty ? "none" : suffix)
        try require(fallsBackToBytes ?? false == needed, "model.byte_fallback", "\(needed)")
        try require(ignoresMerges != true, "model.ignore_merges", "false")
    }
}
