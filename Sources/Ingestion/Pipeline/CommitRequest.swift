import Catalog
import MediaTypes

/// What the committer is to record of a file.
enum CommitRequest: Sendable {
    /// Its content is already encoded.
    case link(SourceFile, to: AssetID)
    /// It is unchanged, but read by a version that knew less of metadata.
    case describe(path: String, RecordedMetadata)
    case record(SourceFile, AssetDescription, [EncodedSegment], SegmentPreparation.Outcome)
    case quarantine(SourceFile, FailureStage, reason: String)
    /// Its bytes could not even be read, so there is no content.
    case unreadable(path: String, FileFingerprint, reason: String)
}
