import Compute

/// The two fully connected layers of a transformer layer, with an activation between them.
struct FeedForward: Sendable {
    let widening, narrowing: Linear
    let activation: HiddenActivation

    /// Rows that are widened at a time: what lies between the two layers, four times as wide, takes
    /// most of a tower's memory, and leaves the caches.
    private static let rowLimit = 256

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
        let width = widening.inputs
        let parts = (rows + Self.rowLimit - 1) / Self.rowLimit
        try Workspace.borrow { workspace in
            for part in 0..<parts {
                let (first, last) = (rows * part / parts, rows * (part + 1) / parts)
                try workspace.pack(
                    MatrixView(
                        states, rows: last - first, columns: width, stride: width,
                        offset: first * width),
                    precision: widening.precision, normalizedBy: norm?.normalization)
                Workspace.reserve((last - first) * widening.outputs, in: &workspace.hidden)
                try workspace.multiply(
                    by: widening, activation: activation.function, into: &workspace.hidden)
                try workspace.pack(
                    MatrixView(workspace.hidden, rows: last - first, columns: widening.outputs),
                    precision: narrowing.precision)
                try workspace.multiply(
                    by: narrowing, adding: true, into: &states, offset: first * width)
            }
        }
    }
}
