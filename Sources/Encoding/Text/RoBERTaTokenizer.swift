/// RoBERTa's tokenizer: byte-level byte-pair encoding of words that begin with the space before
/// them, as GPT-2 has it.
///
/// Gives the same ids as `transformers.RobertaTokenizer`.
public struct RoBERTaTokenizer: Sendable {
    private let startToken, endToken: Int
    private let addedTokens: AddedTokenSplitter
    /// By byte; nil where nothing stands for it.
    private let tokens: [Int?]
    private let merges: BytePairMerges

    /// - Throws: `EncodingError` naming the file and the part of it that is not RoBERTa's.
    public init(directory: String) throws {
        let file = try RoBERTaTokenizerFile(directory: directory)
        startToken = file.startToken
        endToken = file.endToken
        addedTokens = AddedTokenSplitter(file.addedTokens) { $0 }
        tokens = ByteAlphabet.characters.map {
            file.vocabulary[String($0)] ?? file.unknownToken
        }
        merges = try file.vocabulary.rules()
    }

    /// Token ids of `text` between those of its start and end.
    ///
    /// - Parameter limit: the most ids to return, at least 2; what is over is cut off before the end.
    public func encode(_ text: String, limit: Int) -> [Int] {
        addedTokens.ids(
            of: text, between: (startToken, endToken), limit: limit, words: GPT2WordSplitter.words
        ) { word in
            merges.apply(to: word.utf8.compactMap { tokens[Int($0)] })
        }
    }
}
