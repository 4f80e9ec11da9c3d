import GRDB

/// What is gone from a library.
public struct RemovalCounts: Sendable, Equatable {
    public var paths = 0
    /// Assets that were not seen anywhere else.
    public var assets = 0

    public init() {}
}

extension Catalog {
    /// Forgets the paths under `roots` that `isGone` says no longer exist, and assets that no
    /// other path shows.
    ///
    /// Works through the paths in small transactions, in bounded memory.
    /// - Parameter roots: absolute paths of files and folders, without a final slash.
    public func removePaths(under roots: [String], where isGone: (String) -> Bool) throws
        -> RemovalCounts
    {
        var counts = RemovalCounts()
        for root in roots {
            try forEachPage(of: "path", under: root) { paths in
                let gone = paths.filter(isGone)
                guard !gone.isEmpty else { return }
                try write { db in
                    for path in gone where try Self.forget(db, path: path) { counts.assets += 1 }
                }
                counts.paths += gone.count
            }
            try forEachPage(of: "quarantine", under: root) { paths in
                try clearQuarantine(paths: paths.filter(isGone))
            }
        }
        return counts
    }

    /// - Returns: whether its asset went with it.
    static func forget(_ db: Database, path: String) throws -> Bool {
        let select = try db.cachedStatement(sql: "SELECT asset_id FROM path WHERE path = ?")
        guard let asset = try AssetID.fetchOne(select, arguments: [path]) else { return false }
        try db.cachedStatement(sql: "DELETE FROM path WHERE path = ?").execute(arguments: [path])
        return try removeUnseenAsset(db, asset)
    }

    private func forEachPage(
        of table: String, under root: String, body: ([String]) throws -> Void
    ) throws {
        // "0" comes right after "/": everything in the folder lies between the two.
        let folder = root == "/" ? "" : root
        var last = ""
        while true {
            let page = try read { db in
                try String.fetchAll(
                    db,
                    sql: """
                        SELECT path FROM \(table) WHERE path > ?
                        AND (path = ? OR (path > ? AND path < ?)) ORDER BY path LIMIT 1000
                        """, arguments: [last, root, folder + "/", folder + "0"])
            }
            guard let end = page.last else { return }
            try body(page)
            last = end
        }
    }
}
