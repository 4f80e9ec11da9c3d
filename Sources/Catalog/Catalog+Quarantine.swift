import Foundation
import GRDB

extension Catalog {
    /// Puts a file into the quarantine, or notes that it failed again.
    ///
    /// The path then shows nothing any more, unless its content could not even be read: it may
    /// still be the old one.
    public func recordFailure(
        path: String, fingerprint: FileFingerprint, stage: FailureStage, reason: String,
        at time: Date = Date()
    ) throws {
        try write { db in
            try Self.noteFailure(
                db, path: path, fingerprint: fingerprint, stage: stage, reason: reason, at: time)
            if stage != .read { try Self.forget(db, path: path) }
            try Self.forgetPending(db, path: path)
        }
    }

    /// Lets these files be tried again as if they were new.
    public func clearQuarantine(paths: [String]) throws {
        guard !paths.isEmpty else { return }
        try write { db in
            let statement = try db.cachedStatement(sql: "DELETE FROM quarantine WHERE path = ?")
            for path in paths { try statement.execute(arguments: [path]) }
        }
    }

    /// All of it, ordered by path.
    public func quarantine() throws -> [QuarantineEntry] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM quarantine ORDER BY path").map { row in
                QuarantineEntry(
                    path: row["path"], stage: row["stage"], reason: row["reason"],
                    attempts: row["attempts"], firstFailed: row["first_failed_at"],
                    lastFailed: row["last_failed_at"], fingerprint: FileFingerprint(row))
            }
        }
    }

    static func noteFailure(
        _ db: Database, path: String, fingerprint: FileFingerprint, stage: FailureStage,
        reason: String, at time: Date
    ) throws {
        let former = try Row.fetchOne(
            db, sql: "SELECT * FROM quarantine WHERE path = ?", arguments: [path])
        // Another file by the same name starts to count anew.
        let isSameFile = former.map(FileFingerprint.init(_:)) == fingerprint
        let attempts = isSameFile ? (former?["attempts"] ?? 0) + 1 : 1
        let firstFailed: Date = isSameFile ? former?["first_failed_at"] ?? time : time
        try db.execute(
            sql: """
                INSERT OR REPLACE INTO quarantine (path, stage, reason, attempts,
                    first_failed_at, last_failed_at, size, mtime_ns, ctime_ns, inode)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
            arguments: [path, stage, reason, attempts, firstFailed, time]
                + fingerprint.arguments)
    }
}
