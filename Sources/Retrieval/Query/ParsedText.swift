/// What a person's text asks for.
///
/// A word or `"quoted phrase"` after a `-` is unwanted; after a weight, as in `2*dog`, it is a part
/// of its own. All other words and phrases are one text, in their order. A `-` counts at the
/// beginning of a word only, and where something follows it.
///
///     try ParsedText(#"beach at "low tide" 2*dog -people"#)
///     // wanted: "beach at low tide", "dog" with weight 2; unwanted: "people"
public struct ParsedText: Sendable, Equatable {
    public struct Part: Sendable, Equatable {
        public let text: String
        /// 1 where none was given.
        public let weight: Float
    }

    /// The text of what bears no weight comes first.
    public let wanted: [Part]
    public let unwanted: [Part]
    /// The wanted words, those of phrases among them, without punctuation around them.
    public let words: [String]
    /// The wanted phrases, without their quotes.
    public let phrases: [String]

    /// - Throws: `SearchError.unbalancedQuote`, `.weightOutOfRange`.
    public init(_ text: String) throws(SearchError) {
        var scanner = QueryTextScanner(text)
        var running: [String] = []
        var weighted: [Part] = []
        var unwanted: [Part] = []
        var words: [String] = []
        var phrases: [String] = []
        while let term = try scanner.next() {
            guard !term.isUnwanted else {
                unwanted.append(Part(text: term.text, weight: term.weight ?? 1))
                continue
            }
            if let weight = term.weight {
                weighted.append(Part(text: term.text, weight: weight))
            } else {
                running.append(term.text)
            }
            if term.isPhrase { phrases.append(term.text) }
            words += term.text.split(whereSeparator: \.isWhitespace).compactMap(Self.word)
        }
        let whole = running.joined(separator: " ")
        wanted = (whole.isEmpty ? [] : [Part(text: whole, weight: 1)]) + weighted
        self.unwanted = unwanted
        self.words = words
        self.phrases = phrases
    }

    /// Nil for punctuation alone.
    private static func word(_ text: Substring) -> String? {
        func belongs(_ character: Character) -> Bool { character.isLetter || character.isNumber }
        guard let first = text.firstIndex(where: belongs),
            let last = text.lastIndex(where: belongs)
        else { return nil }
        return String(text[first...last])
    }
}
