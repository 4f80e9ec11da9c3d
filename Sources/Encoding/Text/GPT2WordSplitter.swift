/// GPT-2's split into words: English contractions, and runs of letters, of digits or of anything
/// else but spaces, each with the space before it.
///
/// Follows the regular expression of `ByteLevel` of the reference implementation `tokenizers`:
/// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
enum GPT2WordSplitter {
    /// Together they are the text.
    static func words(of text: String) -> [String] {
        var words: [String] = []
        var rest = Array(text.unicodeScalars)[...]
        while !rest.isEmpty {
            let word = rest.prefix(length(atStartOf: rest))
            words.append(String(String.UnicodeScalarView(word)))
            rest = rest.dropFirst(word.count)
        }
        return words
    }

    private static func length(atStartOf text: ArraySlice<Unicode.Scalar>) -> Int {
        if let length = EnglishContractions.length(atStartOf: text) { return length }
        let hasSpace = text.first == " "
        let word = text.dropFirst(hasSpace ? 1 : 0)
        if let kind = word.first.map({ CharacterKind($0) }), kind != .space {
            return (hasSpace ? 1 : 0) + word.prefix { CharacterKind($0) == kind }.count
        }
        // The last space before a word is left to it.
        let spaces = text.prefix { CharacterKind($0) == .space }.count
        return spaces == text.count ? spaces : max(1, spaces - 1)
    }
}
