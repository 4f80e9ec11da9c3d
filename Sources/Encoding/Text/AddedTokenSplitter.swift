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
    private typealias Table = [Unicode.Scalar: [(content: [Unicode.Scalar], id: Int)]]

    private let raw, normalized: Table
    private let normalize: @Sendable (String) -> String

    init(_ tokens: [AddedToken], normalize: @escaping @Sendable (String) -> String) {
        raw = Self.table(
            tokens.filter { $0.isNormalized != true }.map { ($0.content, $0.id) })
        normalized = Self.table(
            tokens.filter { $0.isNormalized == true }.map { (normalize($0.content), $0.id) })
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

    private static func table(_ tokens: [(content: String, id: Int)]) -> Table {
        let entries = tokens.map { (content: Array($0.content.unicodeScalars), id: $0.id) }
            .filter { !$0.content.isEmpty }
        return Dictionary(grouping: entries) { $0.content[0] }
            .mapValues { $0.sorted { $0.content.count > $1.content.count } }
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
                let (content, id) = tokens[scalars[place]]?.first(where: {
                    rest.starts(with: $0.content)
                })
            else {
                place += 1
                continue
            }
            addText(to: place)
            parts.append(.token(id))
            place += content.count
            begin = place
        }
        addText(to: scalars.count)
        return parts
    }
}
