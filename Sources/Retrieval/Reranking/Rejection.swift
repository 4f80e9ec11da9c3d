/// Why a candidate is no result.
public enum Rejection: Sendable, Equatable {
    /// It is what the query says it must not be: the index of the unwanted part.
    case unwanted(part: Int)
    /// The words that it must have are neither in its name nor in what is said of it.
    case lacksPhrase
    /// Chance would have brought something as good.
    case chance
    /// A better result stands for it, which is seen at this path.
    case duplicate(of: String)
}
