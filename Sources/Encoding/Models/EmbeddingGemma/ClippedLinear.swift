import Compute

/// A fully connected layer without bias, whose inputs and outputs may be limited to ranges that
/// were learned with it.
///
/// Reference: `Gemma4ClippableLinear`.
struct ClippedLinear: Sendable {
    /// What a checkpoint has for such a layer.
    enum Layout: Sendable {
        /// `NAME.weight`.
        case plain
        /// `NAME.linear.weight`, and `NAME.input_min` and its like where there are ranges.
        case nested(isClipped: Bool)
    }

    let linear: Linear
    private let inputRange, outputRange: ClosedRange<Float>?

    init(
        _ name: String, inputs: Int, outputs: Int, layout: Layout, weights: Checkpoint
    ) throws {
        switch layout {
        case .plain:
            linear = try weights.linear(name, inputs: inputs, outputs: outputs, isBiased: false)
            (inputRange, outputRange) = (nil, nil)
        case .nested(let isClipped):
            linear = try weights.linear(
                name + ".linear", inputs: inputs, outputs: outputs, isBiased: false)
            inputRange = isClipped ? try weights.range(name + ".input") : nil
            outputRange = isClipped ? try weights.range(name + ".output") : nil
        }
    }

    func callAsFunction(_ values: [Float], rows: Int) throws -> [Float] {
        var values = values
        if let inputRange { Activation.clip(&values, to: inputRange) }
        var result = try linear(values, rows: rows)
        if let outputRange { Activation.clip(&result, to: outputRange) }
        return result
    }
}
