/// What a person looks for, as FTS5 expressions; nothing of it can be FTS5's own syntax.
struct KeywordQuery {
    /// Of a query; more words than that say no more.
    private static let maxTerms = 32
    private static let maxLength = 200

    /// In so many names and lines that they tell nothing.
    private static let stopWords: Set<String> = [
        "a", "about", "all", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but",
        "by", "can", "did", "do", "does", "for", "from", "had", "has", "have", "he", "her", "his",
        "how", "i", "if", "in", "into", "is", "it", "its", "me", "my", "no", "not", "of", "on",
        "or", "our", "out", "over", "she", "so", "some", "that", "the", "their", "them", "then",
        "there", "these", "they", "this", "to", "under", "up", "was", "we", "were", "what", "when",
        "where", "which", "while", "who", "will", "with", "you", "your",
    ]

    /// Each must be found.
    let phrases: [String]
    let words: [String]

    /// - Returns: nil when there is no word in it that tells something.
    init?(words: [String], phrases: [String]) {
        let phrases = Self.quoted(phrases)
        let words = Self.quoted(
            words.filter { !Self.stopWords.contains($0.lowercased()) })
        guard !phrases.isEmpty || !words.isEmpty else { return nil }
        self.phrases = phrases
        self.words = words
    }

    /// As FTS5 strings, each once; those without a letter or digit are left out.
    private static func quoted(_ texts: [String]) -> [String] {
        var terms: [String] = []
        for text in texts where terms.count < maxTerms {
            let text = text.prefix(maxLength).filter { $0 != "\0" }
            let term = "\"" + text.replacing("\"", with: "\"\"") + "\""
            if text.contains(where: { $0.isLetter || $0.isNumber }), !terms.contains(term) {
                terms.append(term)
            }
        }
        return terms
    }
}
