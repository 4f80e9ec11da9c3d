/// Why a candidate is no result.
public enum Rejection: Sendable, Equatable {
    /// It is what the query says it must not be: the index of the unwanted part.
    case unwanted(part: Int)
    /// A better result stands for it.
    case duplicate
    /// Chance would have brought something as good.
    case chance
}
