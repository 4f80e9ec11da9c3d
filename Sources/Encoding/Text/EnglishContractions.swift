/// The ends of English words that word splitters take for words.
enum EnglishContractions {
    private static let all = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"]

    /// How many scalars of `text` the one that it begins with has; nil where it begins with none.
    static func length(atStartOf text: ArraySlice<Unicode.Scalar>) -> Int? {
        guard text.first == "'" else { return nil }
        return all.first { text.starts(with: $0.unicodeScalars) }?.unicodeScalars.count
    }
}
