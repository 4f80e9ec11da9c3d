import Foundation

/// CLIP's text normalisation and its split into words: NFC, lower case, then English contractions,
/// runs of letters, single digits, and runs of anything else but spaces.
///
/// Follows the `NFC`, `Replace`, `Lowercase` and `Split` parts of the reference implementation
/// `tokenizers`. Runs of spaces need not become one, since they only divide words.
struct CLIPWordSplitter: Sendable {
    /// What is a unit where a word would begin, so that no run reaches beyond its end.
    let markers: [String]

    static func normalize(_ text: String) -> String {
        text.precomposedStringWithCanonicalMapping.lowercasedByScalar
    }

    /// - Parameter text: normalised.
    func words(of text: String) -> [String] {
        var words: [String] = []
        var rest = Array(text.unicodeScalars)[...]
        let markers = markers.map { Array($0.unicodeScalars) }
        while !rest.isEmpty {
            if let marker = markers.first(where: { rest.starts(with: $0) }) {
                // The reference's `ByteLevel` splits once more, and knows no markers.
                var whole = rest.prefix(marker.count)
                while !whole.isEmpty { Self.takeWord(from: &whole, into: &words) }
                rest = rest.dropFirst(marker.count)
            } else {
                Self.takeWord(from: &rest, into: &words)
            }
        }
        return words
    }

    /// Takes what the text begins with: spaces, or a word, which is added to `words`.
    private static func takeWord(
        from rest: inout ArraySlice<Unicode.Scalar>, into words: inout [String]
    ) {
        guard let first = rest.first else { return }
        let kind = CharacterKind(first)
        var word = rest.prefix(1)
        if let length = EnglishContractions.length(atStartOf: rest) {
            word = rest.prefix(length)
        } else if kind != .digit {
            word = rest.prefix { CharacterKind($0) == kind }
        }
        if kind != .space { words.append(String(String.UnicodeScalarView(word))) }
        rest = rest.dropFirst(word.count)
    }
}
