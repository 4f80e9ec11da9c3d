/// What to throw unless a file that says how media is prepared has what a network needs.
struct ProcessorRequirement {
    let path: String

    func callAsFunction(_ isMet: Bool, _ field: String, _ needed: String) throws {
        guard !isMet else { return }
        throw EncodingError.malformedFile(
            path: path, reason: "the field '\(field)' must be \(needed)")
    }
}
