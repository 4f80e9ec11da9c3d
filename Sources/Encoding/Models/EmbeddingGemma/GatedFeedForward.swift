import Compute

/// A feed-forward network whose widened states are multiplied by a gate.
///
/// "GLU Variants Improve Transformer" (Shazeer, 2020), with the Gaussian error linear unit by tanh.
struct GatedFeedForward: Sendable {
    private let gate, widening, narrowing: ClippedLinear

    init(prefix: String, shape: GemmaLayerShape, weights: Checkpoint) throws {
        func layer(_ name: String, from inputs: Int, to outputs: Int) throws -> ClippedLinear {
            try ClippedLinear(
                "\(prefix).\(name)", inputs: inputs, outputs: outputs, layout: shape.layout,
                weights: weights)
        }
        gate = try layer("gate_proj", from: shape.width, to: shape.intermediateSize)
        widening = try layer("up_proj", from: shape.width, to: shape.intermediateSize)
        narrowing = try layer("down_proj", from: shape.intermediateSize, to: shape.width)
    }

    /// - Parameter states: rows × width.
    func callAsFunction(_ states: [Float], rows: Int) throws -> [Float] {
        var hidden = try gate(states, rows: rows)
        try Activation.geluGate(&hidden, widening(states, rows: rows))
        return try narrowing(hidden, rows: rows)
    }
}
