import MediaTypes

/// A small map that brings one encoder's output into the space that all encoders share.
public protocol Bridge: Sendable {
    func embedding(of output: ModelOutput) throws -> Embedding
}
