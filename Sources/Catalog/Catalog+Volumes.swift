import GRDB

/// A folder where a file system begins, or a run; the numbers tell it from any that takes its place.
public struct Volume: Sendable, Hashable {
    /// Absolute.
    public let path: String
    public let device: UInt64
    public let inode: UInt64

    public init(path: String, device: UInt64, inode: UInt64) {
        self.path = path
        self.device = device
        self.inode = inode
    }
}

extension Catalog {
    /// The volumes that runs have found under these roots, the roots among them.
    public func volumes(under roots: [String]) throws -> [Volume] {
        try read { db in
            try roots.flatMap { root in
                try Row.fetchAll(
                    db,
                    sql: "SELECT * FROM volume AS path WHERE " + FilterCondition.isInFolder
                        + " ORDER BY path", arguments: FilterCondition.folderArguments(root)
                ).map { row in
                    Volume(
                        path: row["path"], device: UInt64(bitPattern: row["device"]),
                        inode: UInt64(bitPattern: row["inode"]))
                }
            }
        }
    }

    /// Remembers volumes in place of those that were known by the same paths.
    public func recordVolumes(_ volumes: some Collection<Volume>) throws {
        guard !volumes.isEmpty else { return }
        try write { db in
            for volume in volumes {
                try db.execute(
                    sql: "INSERT OR REPLACE INTO volume (path, device, inode) VALUES (?, ?, ?)",
                    arguments: [
                        volume.path, Int64(bitPattern: volume.device),
                        Int64(bitPattern: volume.inode),
                    ])
            }
        }
    }

    /// Forgets the volumes at these paths.
    public func forgetVolumes(at paths: some Collection<String>) throws {
        guard !paths.isEmpty else { return }
        try write { db in
            for path in paths {
                try db.execute(sql: "DELETE FROM volume WHERE path = ?", arguments: [path])
            }
        }
    }
}
