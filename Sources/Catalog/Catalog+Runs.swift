import Foundation
import GRDB

extension Catalog {
    /// Notes that a run begins; one that is still noted as running was killed.
    public func beginRun(in space: SpaceID, roots: [String], at time: Date = Date()) throws -> RunID
    {
        let json = String(decoding: try JSONEncoder().encode(roots), as: UTF8.self)
        return try write { db in
            try db.execute(sql: "UPDATE run SET outcome = 'killed' WHERE outcome = 'running'")
            try db.execute(
                sql: "INSERT INTO run (space_id, roots, started_at) VALUES (?, ?, ?)",
                arguments: [space, json, time])
            return db.lastInsertedRowID
        }
    }

    /// - Parameter outcome: one that a run can tell of itself, neither running nor killed.
    public func finishRun(
        _ run: RunID, outcome: RunOutcome, counts: RunCounts, at time: Date = Date()
    ) throws {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE run SET finished_at = ?, outcome = ?, files_seen = ?, files_indexed = ?,
                        files_unchanged = ?, files_quarantined = ?, segments_added = ?
                    WHERE id = ?
                    """,
                arguments: [
                    time, outcome, counts.filesSeen, counts.filesIndexed, counts.filesUnchanged,
                    counts.filesQuarantined, counts.segmentsAdded, run,
                ])
        }
    }

    /// The latest first.
    public func recentRuns(limit: Int) throws -> [RunRecord] {
        try read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM run ORDER BY id DESC LIMIT ?", arguments: [limit])
            return try rows.map { row in
                let roots: String = row["roots"]
                return RunRecord(
                    id: row["id"], space: row["space_id"],
                    roots: try JSONDecoder().decode([String].self, from: Data(roots.utf8)),
                    started: row["started_at"], finished: row["finished_at"],
                    outcome: row["outcome"], counts: RunCounts(row))
            }
        }
    }
}

extension RunCounts {
    fileprivate init(_ row: Row) {
        self.init()
        filesSeen = row["files_seen"]
        filesIndexed = row["files_indexed"]
        filesUnchanged = row["files_unchanged"]
        filesQuarantined = row["files_quarantined"]
        segmentsAdded = row["segments_added"]
    }
}
