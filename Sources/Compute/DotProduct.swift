import CKernels

/// Dot products of 32-bit vectors: of two, and of one with every row of a block.
///
/// Within one `KernelLevel` a result depends on the values alone: equal rows get equal scores,
/// wherever they stand.
public enum DotProduct {
    /// The sum of the products of `a` and `b`; 0 where they are empty.
    /// - Precondition: both have the same length.
    public static func dot(_ a: Span<Float>, _ b: Span<Float>) -> Float {
        precondition(a.count == b.count, "a dot product takes two vectors of one length")
        return a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                guard let first = a.baseAddress, let second = b.baseAddress else { return 0 }
                return trove_dot_f32(first, second, a.count)
            }
        }
    }

    /// Scores a block of rows: `scores[i]` becomes the dot product of `query` and row `i`.
    ///
    /// - Parameters:
    ///   - query: as many values as a row has, at least one.
    ///   - rows: row-major values, `scores.count` rows.
    /// - Precondition: `rows.count == scores.count * query.count`, and `query` isn't empty.
    public static func scan(
        query: Span<Float>, rows: Span<Float>, scores: inout MutableSpan<Float>
    ) {
        RowScan.run(query, rows, &scores, trove_scan_f32)
    }
}
