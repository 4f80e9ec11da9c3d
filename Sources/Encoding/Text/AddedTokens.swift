/// Finds the tokens that a text holds as they are, before and after the text is normalised.
///
/// Follows `AddedVocabulary` of the reference implementation `tokenizers`.
struct AddedTokens: Sendable {
    enum Part {
        case token(Int)
        /// Normalised, and without tokens.
        case text(String)
    }

    private struct Pattern: Sendable {
        let scalars: [Unicode.Scalar]
        let token: AddedToken
    }

    /// The longest first.
    private let raw, normalized: [Pattern]
    private let normalize: @Sendable (String) -> String

    init(
        _ tokens: [AddedToken], normalize: @escaping @Sendable (String) -> String = { $0 }
    ) {
        func patterns(isNormalized: Bool) -> [Pattern] {
            tokens.filter { ($0.isNormalized ?? false) == isNormalized }
                .map { token in
                    let content = isNormalized ? normalize(token.content) : token.content
                    return Pattern(scalars: Array(content.unicodeScalars), token: token)
                }
                .filter { !$0.scalars.isEmpty }
                .sorted { $0.scalars.count > $1.scalars.count }
        }
        raw = patterns(isNormalized: false)
        normalized = patterns(isNormalized: true)
        self.normalize = normalize
    }

    func parts(of text: String) -> [Part] {
        Self.cut(text, at: raw).flatMap { part in
            switch part {
            case .token: [part]
            case .text(let text): Self.cut(normalize(text), at: normalized)
            }
        }
    }

    /// Cuts out tokens, the first and there the longest first.
    private static func cut(_ text: String, at patterns: [Pattern]) -> [Part] {
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
            guard let found = patterns.first(where: { rest.starts(with: $0.scalars) }) else {
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
