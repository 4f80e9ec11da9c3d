/// What the file system says of a file without reading it.
///
/// A file is unchanged when its size, both times and inode are equal (as in restic and borg):
/// content cannot be replaced without at least one of them changing.
public struct FileFingerprint: Sendable, Hashable {
    /// Bytes.
    public let size: Int64
    /// Time of the last change of content, nanoseconds since 1970.
    public let modified: Int64
    /// Time of the last change of content or attributes, nanoseconds since 1970.
    public let changed: Int64
    public let inode: UInt64

    public init(size: Int64, modified: Int64, changed: Int64, inode: UInt64) {
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
    }
}
