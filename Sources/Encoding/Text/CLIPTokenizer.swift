/// CLIP's tokenizer: byte-level byte-pair encoding of lower-case words, whose last piece says that
/// the word ends.
///
/// Gives the same ids as `transformers.CLIPTokenizer`.
public struct CLIPTokenizer: Sendable {
    static let wordEnd = "</w>"

    let startToken, endToken: Int
    private let splitter: CLIPWordSplitter
    private let addedTokens: AddedTokenSplitter
    /// By byte: the token within a word, and at its end.
    private let innerTokens, lastTokens: [Int]
    private let merges: BytePairMerges

    /// - Throws: `EncodingError` naming the file and the part of it that is not CLIP's.
    public init(directory: String) throws {
        let file = try CLIPTokenizerFile(directory: directory)
        let unknown = try file.vocabulary.id(of: file.unknownToken)
        let vocabulary = file.vocabulary
        innerTokens = ByteAlphabet.characters.map { vocabulary[String($0)] ?? unknown }
        lastTokens = ByteAlphabet.characters.map {
            vocabulary[String($0) + Self.wordEnd] ?? unknown
        }
        merges = try vocabulary.rules()
        startToken = file.startToken
        endToken = file.endToken
        splitter = CLIPWordSplitter(
            markers: file.dividesAtMarkers
                ? [CLIPTokenizerFile.start, CLIPTokenizerFile.end] : [])
        addedTokens = AddedTokenSplitter(
            file.addedTokens, normalize: CLIPWordSplitter.normalize)
    }

    /// Token ids of `text` between those of its start and end.
    ///
    /// - Parameter limit: the most ids to return, at least 2; what is over is cut off before the end.
    public func encode(_ text: String, limit: Int) -> [Int] {
        addedTokens.ids(
            of: text, between: (startToken, endToken), limit: limit, words: splitter.words,
            pieces: pieces)
    }

    private func pieces(of word: String) -> [Int] {
        let bytes = Array(word.utf8)
        return merges.apply(
            to: bytes.indices.map { index in
                let isLast = index == bytes.count - 1
                return (isLast ? lastTokens : innerTokens)[Int(bytes[index])]
            })
    }
}
