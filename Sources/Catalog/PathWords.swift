/// The words of a path, for full-text search.
enum PathWords {
    /// The path with spaces where its words change: at a lower-case letter before an upper-case one,
    /// and between letters and digits. What is neither, the tokenizer splits at by itself.
    static func words(_ path: String) -> String {
        var words = ""
        var last: Character?
        for character in path {
            if let last, isBoundary(last, character) { words.append(" ") }
            words.append(character)
            last = character
        }
        return words
    }

    private static func isBoundary(_ left: Character, _ right: Character) -> Bool {
        (left.isLowercase && right.isUppercase) || (left.isLetter && right.isNumber)
            || (left.isNumber && right.isLetter)
    }
}
