import Catalog
import Foundation

/// What the operating system knows of a path, links followed.
struct FileStatus {
    enum Kind {
        case file
        case folder
        /// A pipe, socket or device.
        case other
    }

    /// What tells one folder or file from all others of the machine.
    struct Identity: Hashable {
        let device: UInt64
        let inode: UInt64
    }

    let kind: Kind
    let identity: Identity
    let fingerprint: FileFingerprint

    /// - Throws: `SystemError`.
    init(path: String) throws(SystemError) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw SystemError(errno) }
        self.init(status)
    }

    /// Whether a path is itself a symbolic link.
    /// - Throws: `SystemError`.
    static func isLink(path: String) throws(SystemError) -> Bool {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw SystemError(errno) }
        return status.st_mode & S_IFMT == S_IFLNK
    }

    init(_ status: stat) {
        switch status.st_mode & S_IFMT {
        case S_IFREG: kind = .file
        case S_IFDIR: kind = .folder
        default: kind = .other
        }
        identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        fingerprint = FileFingerprint(
            size: Int64(status.st_size), modified: Self.nanoseconds(status.st_mtim),
            changed: Self.nanoseconds(status.st_ctim), inode: UInt64(status.st_ino))
    }

    /// Wraps around for times that no file system of today gives.
    private static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
    }
}
