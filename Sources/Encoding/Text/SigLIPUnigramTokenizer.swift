/// SigLIP's tokenizer: the text without case and punctuation, in the likeliest pieces.
///
/// Gives the same ids as `transformers.SiglipTokenizer`, which runs SentencePiece itself.
struct SigLIPUnigramTokenizer: Sendable {
    private let splitter: AddedTokenSplitter
    private let characters: PrecompiledCharacterMap?
    private let unigrams: Unigrams
    private let prefix, suffix: [Int]

    init(_ file: SigLIPTokenizerFile) {
        splitter = AddedTokenSplitter(file.addedTokens) { $0 }
        characters = file.characters
        unigrams = file.unigrams
        (prefix, suffix) = (file.prefix, file.suffix)
    }

    /// Token ids of `text`, with those that the file's template puts before and after it.
    ///
    /// - Parameter limit: the most ids to return; of the text, what is over is cut off.
    func encode(_ text: String, limit: Int) -> [Int] {
        let room = max(0, limit - prefix.count - suffix.count)
        var ids: [Int] = []
        // The reference puts a space before the text, which stays when another one follows.
        let spaced = "▁" + text.replacing("▁", with: " ")
        for part in splitter.parts(of: spaced) {
            guard ids.count < room else { break }
            switch part {
            case .token(let id): ids.append(id)
            case .text(let text):
                ids += unigrams.encode(normalized(SigLIPText.canonical(text)))
            }
        }
        return prefix + ids.prefix(room) + suffix
    }

    /// As SentencePiece prepares a text: characters replaced, spaces written as `▁`, one at a time and
    /// none at the end.
    private func normalized(_ text: String) -> [UInt8] {
        let mark = Array("▁".utf8)
        let space = UInt8(ascii: " ")
        var bytes: [UInt8] = []
        var followsSpace = false
        for piece in characters?.pieces(of: text) ?? [Array(text.utf8)] {
            for byte in piece {
                if byte != space {
                    bytes.append(byte)
                } else if !followsSpace {
                    bytes += mark
                }
                followsSpace = byte == space
            }
        }
        while bytes.suffix(mark.count) == mark[...] { bytes.removeLast(mark.count) }
        return bytes
    }
}
