import MediaTypes

/// A file as it was when it was indexed.
public struct IndexedFile: Sendable, Equatable {
    public let path: String
    public let fingerprint: FileFingerprint
    public let hash: ContentHash
    /// Of its content.
    public let type: MediaType
}
