/// What a network knows about one item.
public struct ModelOutput: Sendable, Equatable {
    /// The pooled state before any classification.
    public let features: [Float]
    /// A score a class before the softmax; nil when the network has no classes.
    public let logits: [Float]?

    public init(features: [Float], logits: [Float]? = nil) {
        self.features = features
        self.logits = logits
    }
}
