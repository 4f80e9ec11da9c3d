extension FeedForward {
    /// As CLIP and SigLIP name its layers.
    init(prefix: String, configuration: CLIPConfiguration.Tower, weights: Checkpoint) throws {
        let (width, size) = (configuration.width, configuration.intermediateSize)
        self.init(
            widening: try weights.linear("\(prefix).fc1", inputs: width, outputs: size),
            narrowing: try weights.linear("\(prefix).fc2", inputs: size, outputs: width),
            activation: configuration.activation)
    }
}
