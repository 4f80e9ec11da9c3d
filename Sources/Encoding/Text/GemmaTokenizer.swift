/// Gemma's tokenizer: byte-pair encoding of a whole text whose spaces are `▁`, with bytes for what
/// the vocabulary has no character for. SigLIP 2 has it too, in lower case.
///
/// Reads a `tokenizer.json` and gives the same ids as `transformers.GemmaTokenizer` and
/// `transformers.Siglip2Tokenizer`.
public struct GemmaTokenizer: Sendable {
    private let vocabulary: BytePairVocabulary
    private let byteTokens: [Int]
    private let merges: BytePairMerges
    private let splitter: AddedTokenSplitter
    private let prefix, suffix: [Int]

    /// - Parameter lowercasing: whether texts are put into lower case though the file does not say
    ///   so.
    /// - Throws: `EncodingError` naming the file and the part of it that is not Gemma's.
    public init(path: String, lowercasing: Bool = false) throws {
        try self.init(GemmaTokenizerFile(path: path), lowercasing: lowercasing)
    }

    init(_ file: GemmaTokenizerFile, lowercasing: Bool = false) throws {
        vocabulary = file.vocabulary
        byteTokens = try (0..<256).map { byte in
            let digits = String(byte, radix: 16, uppercase: true)
            return try file.vocabulary.id(of: "<0x\(byte < 16 ? "0" : "")\(digits)>")
        }
        merges = try file.vocabulary.rules()
        prefix = file.prefix
        suffix = file.suffix
        let lowercases = file.lowercases || lowercasing
        splitter = AddedTokenSplitter(file.addedTokens) { text in
            var normalized = String.UnicodeScalarView()
            for scalar in (lowercases ? text.lowercasedByScalar : text).unicodeScalars {
                normalized.append(scalar == " " ? "▁" : scalar)
            }
            return String(normalized)
        }
    }

    /// Token ids of `text`, with those that the file's template puts before and after it.
    ///
    /// - Parameter limit: the most ids to return; of the text, what is over is cut off.
    public func encode(_ text: String, limit: Int) -> [Int] {
        let room = max(0, limit - prefix.count - suffix.count)
        var ids: [Int] = []
        for part in splitter.parts(of: text) {
            guard ids.count < room else { break }
            switch part {
            case .token(let id): ids.append(id)
            case .text(let text): ids += merges.apply(to: characters(of: text))
            }
        }
        return prefix + ids.prefix(room) + suffix
    }

    /// A token a character, or its bytes.
    private func characters(of text: String) -> [Int] {
        text.unicodeScalars.flatMap { scalar in
            if let id = vocabulary[String(scalar)] { return [id] }
            return Array(UTF8.encode(scalar) ?? .init()).map { byteTokens[Int($0)] }
        }
    }

    /// The id of a token by its name.
    ///
    /// - Returns: nil where there is none.
    func id(of token: String) -> Int? { vocabulary[token] }
}
