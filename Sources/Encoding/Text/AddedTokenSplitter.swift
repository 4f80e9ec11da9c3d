/// Cuts added tokens out of a text, first those that are looked for in the text as it is, then in
/// the rest those that are looked for once it is normalised.
///
/// As in the reference implementation `tokenizers`, the first token wins, and where two begin
/// together the longer.
struct AddedTokenSplitter: Sendable {
    enum Part: Equatable {
        case token(Int)
        /// Normalised.
        case text(String)
    }

    /// Tokens by their first scalar, the longest first.
    private typealias Table = [Unicode.Scalar: [Pattern]]

    private struct Pattern: Sendable {
        let scalars: [Unicode.Scalar]
        let token: AddedToken
    }

    private let raw, normalized: Table
    private let normalize: @Sendable (String) -> String

    init(_ tokens: [AddedToken], normalize: @escaping @Sendable (String) -> String) {
        raw = Self.table(tokens.filter { $0.isNormalized != true }) { $0 }
        normalized = Self.table(tokens.filter { $0.isNormalized == true }, normalize)
        self.normalize = normalize
    }

    func parts(of text: String) -> [Part] {
        Self.split(text, at: raw).flatMap { part in
            switch part {
            case .token: [part]
            case .text(let text): Self.split(normalize(text), at: normalized)
            }
        }
    }

    /// Token ids of `text` between those of its start and end.
    ///
    /// - Parameters:
    ///   - limit: the most ids to return, at least 2; what is over is cut off before the end.
    ///   - words: what a text without added tokens is made of.
    ///   - pieces: the ids of a word.
    func ids(
        of text: String, between ends: (start: Int, end: Int), limit: Int,
        words: (String) -> [String], pieces: (String) -> [Int]
    ) -> [Int] {
        var ids = [ends.start]
        for part in parts(of: text) {
            switch part {
            case .token(let id): ids.append(id)
            case .text(let text):
                for word in words(text) {
                    guard ids.count < limit else { break }
                    ids += pieces(word)
                }
            }
        }
        return ids.prefix(max(1, limit - 1)) + [ends.end]
    }

    private static func table(
        _ tokens: [AddedToken], _ normalize: (String) -> String
    ) -> Table {
        let patterns = tokens.map {
            Pattern(scalars: Array(normalize($0.content).unicodeScalars), token: $0)
        }
        .filter { !$0.scalars.isEmpty }
        return Dictionary(grouping: patterns) { $0.scalars[0] }
            .mapValues { $0.sorted { $0.scalars.count > $1.scalars.count } }
    }

    private static func split(_ text: String, at tokens: Table) -> [Part] {
        let scalars = Array(text.unicodeScalars)
        var parts: [Part] = []
        var begin = 0
        func addText(to end: Int) {
            guard begin < end else { return }
            parts.append(.text(String(String.UnicodeScalarView(scalars[begin..<end]))))
        }
        var place = 0
        while place < scalars.count {
            let rest = scalars[place...]
            guard
                let found = tokens[scalars[place]]?.first(where: { rest.starts(with: $0.scalars) })
            else {
                place += 1
                continue
            }
            var start = place
            place += found.scalars.count
            if found.token.takesSpaceBefore == true {
                while start > begin, scalars[start - 1].properties.isWhitespace { start -= 1 }
            }
            if found.token.takesSpaceAfter == true {
                while place < scalars.count, scalars[place].properties.isWhitespace { place += 1 }
            }
            addText(to: start)
            parts.append(.token(found.token.id))
            begin = place
        }
        addText(to: scalars.count)
        return parts
    }
}
