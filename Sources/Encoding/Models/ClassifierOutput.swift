/// What a classifier knows about one item: its pooled features and a score a class.
public struct ClassifierOutput: Sendable, Equatable {
    public let features: [Float]
    /// Scores before the softmax.
    public let logits: [Float]

    public init(features: [Float], logits: [Float]) {
        self.features = features
        self.logits = logits
    }
}
