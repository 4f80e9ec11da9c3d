import Catalog
import MediaTypes

/// What the committer is to record of a file.
enum CommitRequest: Sendable {
    /// Its content is already encoded.
    case link(SourceFile, to: AssetID)
    case record(SourceFile, AssetDescription, [EncodedSegment], damage: String?)
    case quarantine(SourceFile, FailureStage, reason: String)
    /// Its bytes could not even be read, so there is no content.
    case unreadable(path: String, FileFingerprint, reason: String)
}
