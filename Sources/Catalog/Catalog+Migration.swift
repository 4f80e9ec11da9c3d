import Foundation
import GRDB
import MediaTypes

// From one space to another: what is left to encode, the switch, and what is dropped after it.

extension Catalog {
    /// Notes as pending, in place of all that was, a path of every asset that `source` covers and
    /// `target` does not; what no path shows is left out.
    ///
    /// - Returns: how many there are.
    public func notePendingMigration(from source: SpaceID, to target: SpaceID) throws -> Int {
        try write { db in
            try db.execute(sql: "DELETE FROM pending")
            try db.execute(
                sql: """
                    INSERT INTO pending (path, rank, sort_key, type, size, is_explicit)
                    SELECT path.path, 0, 0, asset.type, asset.byte_size, 0
                    FROM coverage
                    CROSS JOIN asset ON asset.id = coverage.asset_id
                    CROSS JOIN path ON path.id = (
                        SELECT id FROM path WHERE asset_id = asset.id ORDER BY path LIMIT 1)
                    WHERE space_id = ? AND NOT EXISTS (
                        SELECT * FROM coverage AS other
                        WHERE other.asset_id = asset.id AND other.space_id = ?)
                    """, arguments: [source, target])
            return db.changesCount
        }
    }

    /// Where the asset that a path shows is seen, this path first; none where it shows nothing.
    public func indexedFiles(sharingAssetWith path: String) throws -> [IndexedFile] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT size, mtime_ns, ctime_ns, inode, path.path, content_hash, type
                    FROM path JOIN asset ON asset.id = path.asset_id
                    WHERE asset_id = (SELECT asset_id FROM path WHERE path = ?)
                    ORDER BY path.path <> ?, path.path
                    """, arguments: [path, path]
            ).map { row in
                IndexedFile(
                    path: row[4], fingerprint: FileFingerprint(columnsOf: row),
                    hash: ContentHash(bytes: [UInt8](row[5] as Data)), type: row[6])
            }
        }
    }

    /// From now on `target` answers searches: one transaction.
    ///
    /// - Parameters:
    ///   - failures: files that the target could not encode; they and their copies go to the
    ///     quarantine now, since until now they were found. Those that it covers, by what could be
    ///     decoded, stay as they are.
    ///   - isDropping: whether all other spaces are to be dropped: they cover nothing any more, and
    ///     `dropLeftSpaces` makes room.
    public func switchSpace(
        to target: SpaceID, failures: [IndexFailure] = [], droppingOthers isDropping: Bool,
        at time: Date = Date()
    ) throws {
        try write { db in
            try Self.makeCurrent(db, target)
            for failure in failures {
                try Self.quarantine(db, failure, unlessCoveredIn: target, at: time)
            }
            guard isDropping else { return }
            for table in ["coverage", "index_file", "noise_floor"] {
                try db.execute(
                    sql: "DELETE FROM \(table) WHERE space_id <> ?", arguments: [target])
            }
        }
    }

    /// Removes the embeddings of spaces that cover nothing, and then segments that none is left of.
    ///
    /// In small transactions, so that it may be stopped: the next call goes on. The file keeps its
    /// size, and what comes next goes where they were.
    /// - Parameter progress: is told how many rows are removed; what it throws ends the work.
    public func dropLeftSpaces(progress: (Int) throws -> Void = { _ in }) throws {
        var removed = 0
        for (table, condition) in [
            (
                "embedding",
                """
                space_id IN (
                    SELECT id FROM space WHERE NOT is_current
                        AND NOT EXISTS (SELECT * FROM coverage WHERE space_id = space.id))
                """
            ),
            ("segment", "NOT EXISTS (SELECT * FROM embedding WHERE segment_id = segment.id)"),
        ] {
            var last: Int64 = 0
            while true {
                let page = try read { db in
                    try Int64.fetchAll(
                        db,
                        sql: """
                            SELECT rowid FROM \(table) WHERE rowid > ? AND \(condition)
                            ORDER BY rowid LIMIT \(Self.droppedAtOnce)
                            """, arguments: [last])
                }
                guard let end = page.last else { break }
                try progress(removed)
                try write { db in
                    try db.execute(
                        sql: """
                            DELETE FROM \(table)
                            WHERE rowid IN (SELECT value FROM json_each(?)) AND \(condition)
                            """, arguments: [Self.json(page)])
                    removed += db.changesCount
                }
                last = end
            }
        }
    }

    private static var droppedAtOnce: Int { 1000 }

    private static func quarantine(
        _ db: Database, _ failure: IndexFailure, unlessCoveredIn space: SpaceID, at time: Date
    ) throws {
        let copies = try Row.fetchAll(
            db,
            sql: """
                SELECT size, mtime_ns, ctime_ns, inode, path FROM path
                WHERE asset_id = (SELECT asset_id FROM path WHERE path = ?) AND asset_id NOT IN (
                    SELECT asset_id FROM coverage WHERE space_id = ?)
                """, arguments: [failure.path, space])
        for copy in copies {
            let path: String = copy[4]
            try noteFailure(
                db, path: path, fingerprint: FileFingerprint(columnsOf: copy),
                stage: failure.stage, reason: failure.reason, at: time)
            try forget(db, path: path)
        }
    }
}
