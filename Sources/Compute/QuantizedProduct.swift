import CKernels

/// Products of vectors with rows of quantized values: 8-bit codes for the walk through a graph, 12
/// bits for what it finds, 16-bit floating point for scans.
///
/// Rows of codes have a *stride*, a multiple of `codeAlignment`; what lies behind the dimension is
/// zero in the query.
public enum QuantizedProduct {
    /// Bytes.
    public static let codeAlignment = Int(TROVE_CODE_ALIGNMENT)

    /// `sums[i]` becomes the product of `query` and the row numbered `ids[i]`, exactly.
    ///
    /// - Precondition: `rows` are whole rows of `query.count` bytes and hold every id's row; `sums`
    ///   has room for all ids; a row has at most 65,536 codes, so that a sum fits.
    @inlinable
    public static func dot(
        _ query: UnsafeBufferPointer<Int8>, rows: UnsafeBufferPointer<UInt8>,
        ids: UnsafeBufferPointer<UInt32>, sums: UnsafeMutableBufferPointer<Int32>
    ) {
        guard let q = query.baseAddress, let r = rows.baseAddress, let i = ids.baseAddress,
            let s = sums.baseAddress
        else { return }
        precondition(query.count % codeAlignment == 0 && query.count <= 65536, "a whole stride")
        precondition(sums.count >= ids.count, "one sum an id")
        trove_dot_rows_u8(q, r, query.count, i, ids.count, s)
    }

    /// `sums[i]` becomes the product of `query` and row `i`, exactly.
    ///
    /// - Precondition: `rows.count == query.count * sums.count`, and as for `dot`.
    public static func scan(
        _ query: UnsafeBufferPointer<Int8>, rows: UnsafeBufferPointer<UInt8>,
        sums: UnsafeMutableBufferPointer<Int32>
    ) {
        guard let q = query.baseAddress, let r = rows.baseAddress, let s = sums.baseAddress
        else { return }
        precondition(query.count % codeAlignment == 0 && query.count <= 65536, "a whole stride")
        precondition(rows.count == query.count * sums.count, "one sum a row")
        trove_scan_u8(q, r, query.count, sums.count, s)
    }

    /// Turns the difference of a query from the rows' mean into `codes`; see quantized.h.
    ///
    /// - Precondition: all have a whole stride of finite values.
    public static func quantize(
        _ query: UnsafeBufferPointer<Float>, mean: [Float], codes: UnsafeMutableBufferPointer<Int8>
    ) -> trove_query_sums {
        precondition(
            query.count % codeAlignment == 0 && mean.count == query.count
                && codes.count == query.count, "a whole stride")
        return mean.withUnsafeBufferPointer { mean in
            guard let q = query.baseAddress, let m = mean.baseAddress, let c = codes.baseAddress
            else { return trove_query_sums() }
            return trove_quantize_query(q, m, query.count, c)
        }
    }

    /// The product of `query` and one row of 12-bit values, `16 * codes[d] + low(d)`; `lowCodes`
    /// holds two a byte, as in quantized.h.
    ///
    /// - Precondition: `codes.count == query.count == 2 * lowCodes.count`, a whole stride.
    public static func dot(
        _ query: UnsafeBufferPointer<Float>, codes: UnsafeBufferPointer<UInt8>,
        lowCodes: UnsafeBufferPointer<UInt8>
    ) -> Float {
        guard let q = query.baseAddress, let c = codes.baseAddress, let l = lowCodes.baseAddress
        else { return 0 }
        precondition(
            query.count % codeAlignment == 0 && codes.count == query.count
                && lowCodes.count * 2 == query.count, "rows of one stride")
        return trove_dot_u12(q, c, l, query.count)
    }

    /// `scores[i]` becomes the product of `query` and row `i`.
    ///
    /// - Parameter rows: bit patterns of 16-bit floating-point numbers, row-major.
    /// - Precondition: `rows.count == scores.count * query.count`, and `query` isn't empty.
    public static func scan(
        _ query: Span<Float>, halfRows rows: Span<UInt16>, scores: inout MutableSpan<Float>
    ) {
        RowScan.run(query, rows, &scores, trove_scan_f16)
    }

    /// Asks the processor for the memory at `address` ahead of its use.
    @inlinable
    public static func prefetch(_ address: UnsafeRawPointer) { trove_prefetch(address) }
}
