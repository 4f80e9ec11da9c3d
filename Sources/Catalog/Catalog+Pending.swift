import GRDB
import MediaTypes

// What a run has found and not yet done: it outlives the run, so that everyone can tell what is left.

extension Catalog {
    /// Forgets what was left under `roots`, for a run that looks through them anew.
    /// - Parameter roots: absolute paths of files and folders, without a final slash.
    public func clearPending(under roots: [String]) throws {
        try write { db in
            for root in roots {
                try db.execute(
                    sql: """
                        DELETE FROM pending WHERE path IN (
                            SELECT path.path FROM pending AS path WHERE \(FilterCondition.isInFolder))
                        """,
                    arguments: FilterCondition.folderArguments(root))
            }
        }
    }

    /// Notes files that are to be indexed; of two with one path, the last.
    public func addPending(_ files: [PendingFile]) throws {
        guard !files.isEmpty else { return }
        try write { db in
            let insert = try db.cachedStatement(
                sql: """
                    INSERT OR REPLACE INTO pending (path, rank, sort_key, type, size, is_explicit)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """)
            for file in files {
                try insert.execute(arguments: [
                    file.path, file.order.rank, file.order.key, file.type.rawValue, file.size,
                    file.isExplicit,
                ])
            }
        }
    }

    /// The next files in their order.
    /// - Parameters:
    ///   - last: the one before them; nil from the beginning.
    ///   - limit: how many, at most.
    public func pending(after last: PendingFile?, limit: Int) throws -> [PendingFile] {
        let condition = last == nil ? "TRUE" : "(rank, sort_key, path) > (?, ?, ?)"
        return try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT * FROM pending WHERE \(condition)
                    ORDER BY rank, sort_key, path LIMIT ?
                    """,
                arguments: (last.map { [$0.order.rank, $0.order.key, $0.path] } ?? []) + [limit]
            ).map { row in
                PendingFile(
                    path: row["path"], type: row["type"], size: row["size"],
                    isExplicit: row["is_explicit"],
                    order: PendingFile.Order(rank: row["rank"], key: row["sort_key"]))
            }
        }
    }

    /// These paths have nothing to be done any more.
    public func removePending(paths: [String]) throws {
        guard !paths.isEmpty else { return }
        try write { db in for path in paths { try Self.forgetPending(db, path: path) } }
    }

    /// How much is left, by type.
    public func pendingCounts() throws -> [MediaType: PendingCounts] {
        try read { db in
            var counts: [MediaType: PendingCounts] = [:]
            let rows = try Row.fetchCursor(
                db, sql: "SELECT type, count(*), sum(size) FROM pending GROUP BY type")
            while let row = try rows.next() {
                var count = PendingCounts()
                (count.files, count.bytes) = (row[1], row[2])
                counts[row[0]] = count
            }
            return counts
        }
    }

    static func forgetPending(_ db: Database, path: String) throws {
        try db.cachedStatement(sql: "DELETE FROM pending WHERE path = ?").execute(arguments: [path])
    }
}
