extension StringProtocol {
    /// Each scalar's lower case by itself, as the reference implementation `tokenizers` has it: a
    /// sigma at the end of a word is like any other.
    var lowercasedByScalar: String {
        var lowered = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            lowered.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
        return String(lowered)
    }
}
