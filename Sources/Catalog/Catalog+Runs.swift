import Foundation
import GRDB

extension Catalog {
    /// Notes that a run begins; one that is still noted as running was killed.
    /// - Parameter job: its name; nil for a run without one.
    public func beginRun(
        _ kind: RunKind = .index, in space: SpaceID, roots: [String], job: String? = nil,
        at time: Date = Date()
    ) throws -> RunID {
        let json = String(decoding: try JSONEncoder().encode(roots), as: UTF8.self)
        return try write { db in
            try db.execute(sql: "UPDATE run SET outcome = 'killed' WHERE outcome = 'running'")
            try db.execute(
                sql: """
                    INSERT INTO run (kind, space_id, roots, started_at, job, process)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """, arguments: [kind, space, json, time, job, getpid()])
            return db.lastInsertedRowID
        }
    }

    /// The run that is being executed by a process of this machine; nil where there is none.
    public func currentRun() throws -> RunRecord? {
        guard let run = try recentRuns(limit: 1).first, run.outcome == .running,
            let holder = LibraryLock.lastHolder(folder: library), holder.process == run.process,
            holder.isAlive
        else { return nil }
        return run
    }

    /// Tells others how far a run has come.
    /// - Parameter progress: a JSON object.
    public func noteProgress(_ progress: Data, of run: RunID) throws {
        try write { db in
            try db.execute(
                sql: "UPDATE run SET progress = ? WHERE id = ?",
                arguments: [String(decoding: progress, as: UTF8.self), run])
        }
    }

    /// - Parameters:
    ///   - outcome: one that a run can tell of itself, neither running nor killed.
    ///   - report: a JSON object; nil when there is nothing to tell.
    public func finishRun(
        _ run: RunID, outcome: RunOutcome, counts: RunCounts, report: Data? = nil,
        at time: Date = Date()
    ) throws {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE run SET finished_at = ?, outcome = ?, files_seen = ?, files_indexed = ?,
                        files_unchanged = ?, files_quarantined = ?, segments_added = ?, report = ?,
                        progress = NULL
                    WHERE id = ?
                    """,
                arguments: [
                    time, outcome, counts.filesSeen, counts.filesIndexed, counts.filesUnchanged,
                    counts.filesQuarantined, counts.segmentsAdded,
                    report.map { String(decoding: $0, as: UTF8.self) }, run,
                ])
        }
    }

    private static func json(_ text: String?) -> Data? { text.map { Data($0.utf8) } }

    /// The latest first.
    public func recentRuns(limit: Int) throws -> [RunRecord] {
        try read { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM run ORDER BY id DESC LIMIT ?", arguments: [limit])
            return try rows.map { row in
                let roots: String = row["roots"]
                return RunRecord(
                    id: row["id"], kind: row["kind"], space: row["space_id"],
                    roots: try JSONDecoder().decode([String].self, from: Data(roots.utf8)),
                    started: row["started_at"], finished: row["finished_at"],
                    outcome: row["outcome"], counts: RunCounts(row), job: row["job"],
                    process: row["process"], progress: Self.json(row["progress"]),
                    report: Self.json(row["report"]))
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
