import Compute

/// Scaled dot-product attention, head by head; heads are neighbouring columns.
///
/// "Attention Is All You Need" (Vaswani et al., 2017).
struct SelfAttention: Sendable {
    let heads: Int
    let query, key, value, output: Linear
    /// Whether a row sees only itself and those before it.
    var isCausal = false

    /// Puts queries, keys and values of each row side by side into a workspace's projections.
    ///
    /// - Parameters:
    ///   - states: rows × width.
    ///   - norm: is applied to the states.
    func projectInputs(
        _ states: [Float], rows: Int, normalizedBy norm: LayerNorm?, in workspace: Workspace
    ) throws {
        let width = query.outputs
        try workspace.pack(
            MatrixView(states, rows: rows, columns: query.inputs), precision: query.precision,
            normalizedBy: norm?.normalization)
        Workspace.reserve(rows * 3 * width, in: &workspace.projections)
        for (place, layer) in [query, key, value].enumerated() {
            try workspace.multiply(
                by: layer, into: &workspace.projections, stride: 3 * width, offset: place * width)
        }
    }

    /// Adds what becomes of a workspace's context, rows × width.
    func projectContext(
        of workspace: Workspace, rows: Int, addingTo states: inout [Float]
    ) throws {
        try workspace.pack(
            MatrixView(workspace.context, rows: rows, columns: output.inputs),
            precision: output.precision)
        try workspace.multiply(by: output, adding: true, into: &states)
    }
}
