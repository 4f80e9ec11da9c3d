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
}
