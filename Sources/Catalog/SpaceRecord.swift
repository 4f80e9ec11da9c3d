/// A space that a library has embeddings in.
public struct SpaceRecord: Sendable, Equatable {
    public let id: SpaceID
    /// The name it had when it was registered.
    public let name: String
    /// Embeddings of different identities are not comparable.
    public let identity: String
    public let dimension: Int
    public let preprocessingVersion: Int
    /// Where it lies, an absolute path; nil for an installed one.
    public let folder: String?
    /// Whether it answers the library's searches.
    public let isCurrent: Bool

    /// What it is loaded by: its folder, or the name of an installed one.
    public var location: String { folder ?? name }
}
