import CKernels

/// Attention of each row to a few before and after it, with a part of the score that depends on how
/// far away they are.
///
/// "Transformer-XL" (Dai et al., 2019), appendix B, has the relative part.
public struct LocalAttention: Sendable {
    private let heads, headWidth, past, future: Int
    private let cap: Float

    /// - Parameters:
    ///   - past: rows before a row that it sees.
    ///   - future: rows after it.
    ///   - cap: scores s become `cap · tanh(s / cap)`; positive.
    public init(heads: Int, headWidth: Int, past: Int, future: Int, cap: Float) throws {
        guard heads > 0, headWidth > 0, past >= 0, future >= 0, cap > 0 else {
            throw ComputeError.shapeMismatch("attention with \(heads) heads of \(headWidth)")
        }
        self.heads = heads
        self.headWidth = headWidth
        self.past = past
        self.future = future
        self.cap = cap
    }

    /// - Parameters:
    ///   - queries: rows × heads × width, as keys and values.
    ///   - relative: (past + future + 1) × heads × width, first for the earliest row that is seen.
    /// - Returns: rows × heads × width.
    public func callAsFunction(
        queries: [Float], keys: [Float], values: [Float], relative: [Float]
    ) throws -> [Float] {
        let width = heads * headWidth
        guard queries.count % width == 0, keys.count == queries.count,
            values.count == queries.count, relative.count == (past + future + 1) * width
        else { throw ComputeError.shapeMismatch("queries, keys and values of attention") }
        var result = [Float](repeating: 0, count: queries.count)
        guard !queries.isEmpty else { return result }
        var scores = [Float](repeating: 0, count: past + future + 1)
        var sizes = trove_local_attention_sizes(
            rows: queries.count / width, heads: heads, head_width: headWidth, past: past,
            future: future, cap: cap)
        trove_local_attention(queries, keys, values, relative, &sizes, &scores, &result)
        return result
    }
}
