import Compute

/// Between two stages of a Swin network: four neighbouring states become one of twice their width.
struct PatchMerging: Sendable {
    private let width: Int
    private let norm: LayerNorm
    private let reduction: Linear

    init(prefix: String, width: Int, epsilon: Float, weights: Checkpoint) throws {
        self.width = width
        norm = try LayerNorm(
            name: prefix + ".norm", width: 4 * width, epsilon: epsilon, weights: weights)
        reduction = try weights.linear(
            prefix + ".reduction", inputs: 4 * width, outputs: 2 * width, isBiased: false)
    }

    /// - Parameter states: `side` × `side` × width; `side` is even.
    /// - Returns: side / 2 × side / 2 × 2 · width.
    func callAsFunction(_ states: [Float], side: Int) throws -> [Float] {
        let half = side / 2
        var merged: [Float] = []
        merged.reserveCapacity(states.count)
        for row in 0..<half {
            for column in 0..<half {
                // Down first, then to the right.
                for place in 0..<4 {
                    let state = (2 * row + place % 2) * side + 2 * column + place / 2
                    merged += states[state * width..<(state + 1) * width]
                }
            }
        }
        try norm.apply(to: &merged, rows: half * half)
        return try reduction(merged, rows: half * half)
    }
}
