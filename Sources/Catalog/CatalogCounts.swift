import MediaTypes

/// How much is in a library.
public struct CatalogCounts: Sendable, Equatable {
    public var assets: [MediaType: Int] = [:]
    public var segments: [Modality: Int] = [:]
    /// Embeddings by space.
    public var embeddings: [SpaceID: Int] = [:]
    /// Assets by space that it has no encoder for.
    public var unencodable: [SpaceID: Int] = [:]
    public var paths = 0
    /// Assets of deleted files that are kept for a while, and counted nowhere else.
    public var unseen = 0
    public var quarantined = 0
    /// Bytes of all assets, each counted once.
    public var assetBytes: Int64 = 0
    /// Seconds of all recordings and videos, each counted once.
    public var assetSeconds = 0.0
}
