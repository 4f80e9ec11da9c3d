import Foundation

/// What the catalog knows of a path, from the view of one space.
public struct FileState: Sendable, Equatable {
    /// The file as it was when it was indexed; nil for a path that is not indexed.
    public let indexed: FileFingerprint?
    /// Whether what is indexed there is completely encoded in the space.
    public let isCovered: Bool
    /// It is, but the space has no encoder for anything in it.
    public let isUnencodable: Bool
    /// The version of the metadata that is known of it; nil where none is.
    public let metadataVersion: Int?
    /// Nil for a path that is not in the quarantine.
    public let failure: Failure?

    /// The file as it was when it last failed; nil for a path that is not in the quarantine.
    public var quarantined: FileFingerprint? { failure?.fingerprint }

    public struct Failure: Sendable, Equatable {
        /// The file as it was.
        public let fingerprint: FileFingerprint
        public let stage: FailureStage
        /// How often this very file failed.
        public let attempts: Int
        public let last: Date
    }
}

/// What the catalog knows of a content, from the view of one space.
public struct KnownAsset: Sendable, Equatable {
    public let id: AssetID
    /// Whether it is completely encoded in the space.
    public let isCovered: Bool
}
