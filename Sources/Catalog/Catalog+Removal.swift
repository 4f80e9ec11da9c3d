import Foundation
import GRDB

/// What is gone from a library.
public struct RemovalCounts: Sendable, Equatable {
    public var paths = 0
    /// Assets that no path has shown for longer than they are kept.
    public var assets = 0

    public init() {}
}

extension Catalog {
    /// Forgets the paths under `roots` that `isGone` says no longer exist, and then all assets that
    /// no path has shown for a while.
    ///
    /// To be called when everything under the roots has been looked at: until then, content that
    /// left one path may turn up at another. What no path shows is found no more, but stays as it is
    /// until the grace has passed: when it turns up again, nothing is encoded anew. Works in small
    /// transactions and bounded memory.
    /// - Parameters:
    ///   - roots: absolute paths of files and folders, without a final slash.
    ///   - grace: seconds that unseen assets are kept for.
    ///   - isGone: whether a path is to be forgotten.
    ///   - isCertain: asked after some paths were found gone, before they are forgotten.
    ///   - note: gets paths that were forgotten.
    public func removePaths(
        under roots: [String], keepingAssetsFor grace: TimeInterval = 0, at time: Date = Date(),
        ifCertain isCertain: () -> Bool = { true }, noting note: ([String]) -> Void = { _ in },
        where isGone: (String) -> Bool
    ) throws -> RemovalCounts {
        var counts = RemovalCounts()
        for root in roots {
            try forEachPage(of: "path", under: root) { paths in
                let gone = paths.filter(isGone)
                guard !gone.isEmpty, isCertain() else { return }
                try write { db in for path in gone { try Self.forget(db, path: path) } }
                counts.paths += gone.count
                note(gone)
            }
            try forEachPage(of: "quarantine", under: root) { paths in
                let gone = paths.filter(isGone)
                if !gone.isEmpty, isCertain() { try clearQuarantine(paths: gone) }
            }
        }
        try noteUnseenAssets(at: time)
        counts.assets = try removeAssets(unseenBefore: time.addingTimeInterval(-grace))
        return counts
    }

    static func forget(_ db: Database, path: String) throws {
        try db.cachedStatement(sql: "DELETE FROM path WHERE path = ?").execute(arguments: [path])
    }

    private func noteUnseenAssets(at time: Date) throws {
        try write { db in
            let now = Int64(time.timeIntervalSince1970)
            // A clock that was set back must not keep them for ever.
            try db.execute(
                sql: "UPDATE unseen SET since = ? WHERE since > ?", arguments: [now, now])
            try db.execute(
                sql: """
                    INSERT OR IGNORE INTO unseen (asset_id, since) SELECT id, ? FROM asset
                    WHERE NOT EXISTS (SELECT * FROM path WHERE asset_id = asset.id)
                    """, arguments: [now])
        }
    }

    /// - Returns: how many there were.
    private func removeAssets(unseenBefore time: Date) throws -> Int {
        let unseen = try read { db in
            try AssetID.fetchAll(
                db, sql: "SELECT asset_id FROM unseen WHERE since <= ?",
                arguments: [Int64(time.timeIntervalSince1970)])
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
