import GRDB

/// What is gone from a library.
public struct RemovalCounts: Sendable, Equatable {
    public var paths = 0
    /// Assets that are not seen anywhere else.
    public var assets = 0

    public init() {}
}

extension Catalog {
    /// Forgets the paths under `roots` that `isGone` says no longer exist, and then all assets that
    /// no path shows any more.
    ///
    /// To be called when everything under the roots has been looked at: until then, content that
    /// left one path may turn up at another. Works in small transactions and bounded memory.
    /// - Parameter roots: absolute paths of files and folders, without a final slash.
    public func removePaths(under roots: [String], where isGone: (String) -> Bool) throws
        -> RemovalCounts
    {
        var counts = RemovalCounts()
        for root in roots {
            try forEachPage(of: "path", under: root) { paths in
                let gone = paths.filter(isGone)
                guard !gone.isEmpty else { return }
                try write { db in for path in gone { try Self.forget(db, path: path) } }
                counts.paths += gone.count
            }
            try forEachPage(of: "quarantine", under: root) { paths in
                try clearQuarantine(paths: paths.filter(isGone))
            }
        }
        counts.assets = try removeUnseenAssets()
        return counts
    }

    static func forget(_ db: Database, path: String) throws {
        try db.cachedStatement(sql: "DELETE FROM path WHERE path = ?").execute(arguments: [path])
    }

    /// - Returns: how many there were.
    private func removeUnseenAssets() throws -> Int {
        let unseen = try read { db in
            try AssetID.fetchAll(
                db,
                sql: """
                    SELECT id FROM asset
                    WHERE NOT EXISTS (SELECT * FROM path WHERE asset_id = asset.id)
                    """)
        }
        for start in stride(from: 0, to: unseen.count, by: Self.pageSize) {
            let page = unseen[start..<min(start + Self.pageSize, unseen.count)]
            try write { db in
                let delete = try db.cachedStatement(sql: "DELETE FROM asset WHERE id = ?")
                for asset in page { try delete.execute(arguments: [asset]) }
            }
        }
        return unseen.count
    }

    private static var pageSize: Int { 1000 }

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
                        AND (path = ? OR (path > ? AND path < ?)) ORDER BY path LIMIT \(Self.pageSize)
                        """, arguments: [last, root, folder + "/", folder + "0"])
            }
            guard let end = page.last else { return }
            try body(page)
            last = end
        }
    }
}
