/// Cuts the text of a query into its terms, in linear time.
struct QueryTextScanner {
    /// A word or phrase with what is written before it.
    struct Term: Equatable {
        let text: String
        let isPhrase: Bool
        let isUnwanted: Bool
        let weight: Float?
    }

    private static let quotes: Set<Character> = ["\"", "“", "”", "„"]

    private let text: String
    private var position: String.Index

    init(_ text: String) {
        self.text = text
        position = text.startIndex
    }

    /// Nil at the end.
    mutating func next() throws(SearchError) -> Term? {
        while position < text.endIndex {
            if text[position].isWhitespace {
                position = text.index(after: position)
            } else if let term = try term() {
                return term
            }
        }
        return nil
    }

    /// The term that begins here; nil for an empty phrase.
    private mutating func term() throws(SearchError) -> Term? {
        var isUnwanted = false
        var weight: Float?
        if isBoundary {
            isUnwanted = takesSign()
            weight = try takeWeight()
            if weight != nil, !isUnwanted { isUnwanted = takesSign() }
        }
        let isPhrase = Self.quotes.contains(text[position])
        let content = isPhrase ? try takePhrase() : takeWord()
        return content.isEmpty
            ? nil
            : Term(text: content, isPhrase: isPhrase, isUnwanted: isUnwanted, weight: weight)
    }

    /// Whether a word may begin here.
    private var isBoundary: Bool {
        position == text.startIndex || text[text.index(before: position)].isWhitespace
    }

    private mutating func takesSign() -> Bool {
        let next = text.index(after: position)
        guard text[position] == "-", next < text.endIndex else { return false }
        let following = text[next]
        guard !following.isWhitespace, !following.isPunctuation || Self.quotes.contains(following)
        else { return false }
        position = next
        return true
    }

    private mutating func takeWeight() throws(SearchError) -> Float? {
        let word = text[position...].prefix { !$0.isWhitespace }
        let (weight, rest) = try QueryWeight.split(word)
        position = rest.startIndex
        return weight
    }

    /// Up to white space or a quote.
    private mutating func takeWord() -> String {
        let word = text[position...].prefix { !$0.isWhitespace && !Self.quotes.contains($0) }
        position = word.endIndex
        return String(word)
    }

    /// What stands between quotes, with single spaces between its words.
    private mutating func takePhrase() throws(SearchError) -> String {
        let rest = text[text.index(after: position)...]
        guard let end = rest.firstIndex(where: Self.quotes.contains) else {
            let offset = text.distance(from: text.startIndex, to: position)
            throw .unbalancedQuote(position: offset + 1)
        }
        position = text.index(after: end)
        return rest[..<end].split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
