/// Why an index refused a vector or a query.
public enum VectorIndexError: Error, Equatable, CustomStringConvertible {
    case dimensionMismatch(expected: Int, got: Int)
    /// Values that are not finite, or all zero: it points nowhere.
    case noDirection(id: Int64)
    case duplicate(id: Int64)
    /// More vectors, or longer ones, than an index file can hold.
    case tooLarge(detail: String)
    /// What an index file says of a vector does not fit its checksum.
    case damaged(file: String, id: Int64)

    public var description: String {
        switch self {
        case .dimensionMismatch(let expected, let got):
            "a vector of \(got) values doesn't belong into an index of \(expected) dimensions"
        case .noDirection(let id):
            "the vector of \(id) has no direction: its values are not finite, or all zero"
        case .duplicate(let id):
            "there is a vector of \(id) already"
        case .tooLarge(let detail):
            "an index can't hold that much: \(detail)"
        case .damaged(let file, let id):
            "\(file) is damaged at the vector of \(id); `trove reindex` makes it anew"
        }
    }
}
