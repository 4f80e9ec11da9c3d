import GRDB

extension Catalog {
    /// Reads the whole database and tells what does not fit together; nothing in a sound one.
    ///
    /// - Returns: faults in SQLite's words, and rows that refer to what is not there.
    public func faults() throws -> [String] {
        try read { db in
            let faults = try String.fetchAll(db, sql: "PRAGMA integrity_check")
                .filter { $0 != "ok" }
            let dangling = try Row.fetchAll(db, sql: "PRAGMA foreign_key_check").map { row in
                "a row of \(row["table"] as String) refers to a missing one of"
                    + " \(row["parent"] as String)"
            }
            return faults + dangling
        }
    }
}
