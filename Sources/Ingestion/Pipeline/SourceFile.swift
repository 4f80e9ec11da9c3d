import Catalog
import MediaTypes

/// A file on its way through the pipeline.
struct SourceFile: Sendable, Equatable {
    let path: String
    let fingerprint: FileFingerprint
    let hash: ContentHash
    /// Its path showed another content before.
    let isChanged: Bool
    /// As its name has it.
    let type: MediaType

    /// Whether it is still what it was when it was found.
    var isUnchanged: Bool {
        (try? FileStatus(path: path))?.fingerprint == fingerprint
    }
}
