/// What the catalog knows of a path, from the view of one space.
public struct FileState: Sendable, Equatable {
    /// The file as it was when it was indexed; nil for a path that is not indexed.
    public let indexed: FileFingerprint?
    /// Whether what is indexed there is completely encoded in the space.
    public let isCovered: Bool
    /// The version of the metadata that is known of it; nil where none is.
    public let metadataVersion: Int?
    /// The file as it was when it last failed; nil for a path that is not in the quarantine.
    public let quarantined: FileFingerprint?
}

/// What the catalog knows of a content, from the view of one space.
public struct KnownAsset: Sendable, Equatable {
    public let id: AssetID
    /// Whether it is completely encoded in the space.
    public let isCovered: Bool
}
