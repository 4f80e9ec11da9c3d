extension FeedForward {
    /// CLAP's projection of a tower's state, in f32: `NAME.linear1`, the activation and
    /// `NAME.linear2`.
    init(
        projection name: String, inputs: Int, outputs: Int, activation: HiddenActivation,
        weights: Checkpoint
    ) throws {
        self.init(
            widening: try weights.linear(
                name + ".linear1", inputs: inputs, outputs: outputs, precision: .f32),
            narrowing: try weights.linear(
                name + ".linear2", inputs: outputs, outputs: outputs, precision: .f32),
            activation: activation)
    }
}
