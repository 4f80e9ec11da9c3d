import Retrieval

/// A file or id to search with, and how much it counts: `2*FILE`.
struct WeightedArgument: Equatable {
    let value: String
    /// 1 where none was given.
    let weight: Float

    /// - Throws: `SearchError.weightOutOfRange`.
    init(_ argument: String) throws {
        let (weight, rest) = try QueryWeight.split(Substring(argument))
        value = String(rest)
        self.weight = weight ?? 1
    }
}
