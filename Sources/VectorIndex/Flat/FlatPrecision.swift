/// How a flat index keeps the values of its vectors.
public enum FlatPrecision: Sendable, CaseIterable {
    /// 4 bytes a value; scores are exact.
    case float32
    /// 2 bytes a value; scores differ by some 1e-4 at most.
    case float16
    /// 1 byte a value and 4 a vector; scores differ by some 1e-2 at most.
    case int8

    func rows(dimension: Int) -> any FlatRows {
        switch self {
        case .float32: Float32Rows(dimension: dimension)
        case .float16: Float16Rows(dimension: dimension)
        case .int8: Int8Rows(dimension: dimension)
        }
    }
}
