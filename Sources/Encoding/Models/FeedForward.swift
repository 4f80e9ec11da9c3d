import Compute

/// The two fully connected layers of a transformer layer, with an activation between them.
struct FeedForward: Sendable {
    let widening, narrowing: Linear
    let activation: HiddenActivation

    /// - Parameter states: rows × width.
    func callAsFunction(_ states: [Float], rows: Int) throws -> [Float] {
        var hidden = try widening(states, rows: rows)
        activation.apply(to: &hidden)
        return try narrowing(hidden, rows: rows)
    }

    /// Adds to states what it gives for them.
    ///
    /// - Parameters:
    ///   - states: rows × width.
    ///   - norm: is applied to the states that it reads.
    func add(to states: inout [Float], rows: Int, normalizedBy norm: LayerNorm? = nil) throws {
        try Workspace.borrow { workspace in
            try workspace.pack(
                MatrixView(states, rows: rows, columns: widening.inputs),
                precision: widening.precision, normalizedBy: norm?.normalization)
            Workspace.reserve(rows * widening.outputs, in: &workspace.hidden)
            try workspace.multiply(
                by: widening, activation: activation.function, into: &workspace.hidden)
            try workspace.pack(
                MatrixView(workspace.hidden, rows: rows, columns: widening.outputs),
                precision: narrowing.precision)
            try workspace.multiply(by: narrowing, adding: true, into: &states)
        }
    }
}
