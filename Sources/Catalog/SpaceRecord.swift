/// A space that a library has embeddings in.
public struct SpaceRecord: Sendable, Equatable {
    public let id: SpaceID
    /// The name it had when it was registered.
    public let name: String
    /// Embeddings of different identities are not comparable.
    public let identity: String
    public let dimension: Int
    public let preprocessingVersion: Int
}
