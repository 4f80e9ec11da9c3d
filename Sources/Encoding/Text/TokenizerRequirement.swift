/// What to throw unless a tokenizer's file has what its kind needs.
struct TokenizerRequirement {
    let path: String
    /// Whose tokenizer it is, for errors.
    let owner: String

    func callAsFunction(_ isMet: Bool, _ field: String, _ needed: String) throws {
        guard !isMet else { return }
        throw EncodingError.malformedFile(
            path: path, reason: "the field '\(field)' is not \(owner)'s: \(needed) is needed")
    }
}
