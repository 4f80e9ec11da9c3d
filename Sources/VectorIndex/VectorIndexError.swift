/// Why an index refused a vector.
public enum VectorIndexError: Error, Equatable, CustomStringConvertible {
    case dimensionMismatch(expected: Int, got: Int)

    public var description: String {
        switch self {
        case .dimensionMismatch(let expected, let got):
            "a vector of \(got) values doesn't belong into an index of \(expected) dimensions"
        }
    }
}
