/// What the catalog knows of a space's index files at one moment.
public struct IndexState: Sendable, Equatable {
    public let files: [IndexFileRecord]
    /// Segments of which the files tell nothing, or what was true once, in ascending order.
    public let changed: [SegmentID]

    public init(files: [IndexFileRecord], changed: [SegmentID]) {
        self.files = files
        self.changed = changed
    }
}
