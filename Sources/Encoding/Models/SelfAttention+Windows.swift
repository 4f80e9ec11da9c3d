import Compute

/// Attention within windows of equal length, each of which sees itself alone.
extension SelfAttention {
    /// Changes a head's scores of a window, length × length, before the softmax.
    typealias Adjustment = (_ window: Int, _ scores: inout [Float]) -> Void

    /// Adds to states what attention gives for them.
    ///
    /// - Parameters:
    ///   - states: rows × width, one window after the other.
    ///   - norm: is applied to the states that it reads.
    ///   - biases: what is added to each head's scores, length × length.
    /// - Precondition: the attention is not causal.
    func add(
        to states: inout [Float], rows: Int, windows: Int, normalizedBy norm: LayerNorm,
        biases: [[Float]], adjust: Adjustment
    ) throws {
        precondition(windows > 0 && rows % windows == 0, "windows of equal length")
        precondition(!isCausal, "rows of a window see all of it")
        precondition(biases.count == heads, "biases of each head")
        let width = query.outputs
        let headWidth = width / heads
        let length = rows / windows
        try Workspace.borrow { workspace in
            try projectInputs(states, rows: rows, normalizedBy: norm, in: workspace)
            Workspace.reserve(rows * width, in: &workspace.context)
            for window in 0..<windows {
                for head in 0..<heads {
                    func view(_ column: Int) -> MatrixView {
                        MatrixView(
                            workspace.projections, rows: length, columns: headWidth,
                            stride: 3 * width,
                            offset: window * length * 3 * width + column + head * headWidth)
                    }
                    var scores = biases[head]
                    try Matrix.multiply(
                        view(0), transposed: view(width), into: &scores,
                        scale: 1 / Float(headWidth).squareRoot(), adding: true)
                    adjust(window, &scores)
                    try Activation.softmax(&scores, rows: length)
                    try Matrix.multiply(
                        MatrixView(scores, rows: length, columns: length), view(2 * width),
                        into: &workspace.context, resultStride: width,
                        resultOffset: window * length * width + head * headWidth)
                }
            }
            try projectContext(of: workspace, rows: rows, addingTo: &states)
        }
    }
}
