/// Scores a block of rows by a kernel: its shape is checked here, so that the kernel can rely on it.
enum RowScan {
    /// Query, rows, values of a row, rows, scores.
    typealias Kernel<Element> = (
        UnsafePointer<Float>, UnsafePointer<Element>, Int, Int, UnsafeMutablePointer<Float>
    ) -> Void

    /// - Precondition: `rows.count == scores.count * query.count`, and `query` isn't empty.
    static func run<Element>(
        _ query: Span<Float>, _ rows: Span<Element>, _ scores: inout MutableSpan<Float>,
        _ kernel: Kernel<Element>
    ) {
        precondition(!query.isEmpty, "a row has at least one value")
        let (expected, overflow) = scores.count.multipliedReportingOverflow(by: query.count)
        precondition(
            !overflow && rows.count == expected, "one score a row, rows as long as the query")
        query.withUnsafeBufferPointer { query in
            rows.withUnsafeBufferPointer { rows in
                scores.withUnsafeMutableBufferPointer { scores in
                    guard let q = query.baseAddress, let r = rows.baseAddress,
                        let s = scores.baseAddress
                    else { return }
                    kernel(q, r, query.count, scores.count, s)
                }
            }
        }
    }
}
