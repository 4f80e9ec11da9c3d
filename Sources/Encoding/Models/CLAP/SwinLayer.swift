import Compute

/// One transformer layer of a Swin network: self-attention within windows and a feed-forward
/// network, each of which works on normalised states and is added to those before the
/// normalisation.
struct SwinLayer: Sendable {
    private let windows: SwinWindows
    private let attention: SelfAttention
    /// What is added to the scores by the distance of two states: by head, length × length.
    private let biases: [[Float]]
    private let feedForward: FeedForward
    private let attentionNorm, feedForwardNorm: LayerNorm

    /// - Parameters:
    ///   - width: channels of a state.
    ///   - side: rows and columns of states.
    ///   - isShifted: whether the windows are, unless there is but one.
    init(
        prefix: String, width: Int, heads: Int, side: Int, isShifted: Bool,
        configuration: CLAPConfiguration.Audio, weights: Checkpoint
    ) throws {
        let window = configuration.windowSide
        let windows = SwinWindows(
            side: side, window: window, shift: isShifted && side > window ? window / 2 : 0)
        self.windows = windows
        func square(_ name: String, isBiased: Bool = true) throws -> Linear {
            try weights.linear(
                "\(prefix).attention.\(name)", inputs: width, outputs: width, isBiased: isBiased)
        }
        let isBiased = configuration.hasAttentionBias
        attention = try SelfAttention(
            heads: heads, query: square("self.query", isBiased: isBiased),
            key: square("self.key", isBiased: isBiased),
            value: square("self.value", isBiased: isBiased), output: square("output.dense"))
        let table = try weights.tensor(
            "\(prefix).attention.self.relative_position_bias_table",
            shape: [(2 * window - 1) * (2 * window - 1), heads])
        biases = (0..<heads).map { head in windows.distances.map { table[$0 * heads + head] } }
        let size = Int(configuration.widening * Double(width))
        feedForward = try FeedForward(
            widening: weights.linear("\(prefix).intermediate.dense", inputs: width, outputs: size),
            narrowing: weights.linear("\(prefix).output.dense", inputs: size, outputs: width),
            activation: configuration.activation)
        func norm(_ name: String) throws -> LayerNorm {
            try LayerNorm(
                name: "\(prefix).\(name)", width: width, epsilon: configuration.epsilon,
                weights: weights)
        }
        attentionNorm = try norm("layernorm_before")
        feedForwardNorm = try norm("layernorm_after")
    }

    /// - Parameter states: rows × columns × width, replaced by the layer's output.
    func apply(to states: inout [Float]) throws {
        let rows = windows.order.count
        let width = states.count / rows
        var gathered: [Float] = []
        gathered.reserveCapacity(states.count)
        for row in windows.order { gathered += states[row * width..<(row + 1) * width] }
        try attention.add(
            to: &gathered, rows: rows, windows: windows.count, normalizedBy: attentionNorm,
            biases: biases
        ) { window, scores in windows.separate(&scores, of: window) }
        for (place, row) in windows.order.enumerated() {
            states.replaceSubrange(
                row * width..<(row + 1) * width,
                with: gathered[place * width..<(place + 1) * width])
        }
        try feedForward.add(to: &states, rows: rows, normalizedBy: feedForwardNorm)
    }
}
