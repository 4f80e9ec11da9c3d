import MediaTypes

/// For encoders whose features are in the space already: scales them to unit length.
public struct UnitBridge: Bridge {
    /// The encoder's name, for errors.
    private let architecture: String

    public init(architecture: String) { self.architecture = architecture }

    public func embedding(of output: ModelOutput) throws -> Embedding {
        guard let embedding = Embedding(normalizing: output.features) else {
            throw EncodingError.degenerateEmbedding("the encoder \(architecture)")
        }
        return embedding
    }
}
