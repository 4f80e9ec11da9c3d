import Foundation
import GRDB

/// Everything that a library holds of an archive, but for numbers and times that differ from run to
/// run.
struct LibraryContents {
    /// A segment as seen at a path: path, content, modality, ordinal, start, end.
    let segments: [String]
    /// Of the segments, in their order.
    let vectors: [[Float]]
    let quarantine: [String]
    /// What should not be left over, by table.
    let leftovers: [String: Int]
    /// SQLite's own check.
    let integrity: String?

    init(library: String) throws {
        (segments, vectors, quarantine, leftovers, integrity) = try DatabaseQueue(
            path: library + "/catalog.sqlite"
        ).read { db in
            let rows = try Row.fetchAll(
                db,
                sql: """
                    SELECT path, hex(content_hash) || ' ' || type, modality, ordinal, start_seconds,
                        end_seconds, vector
                    FROM path JOIN asset ON asset.id = path.asset_id
                    LEFT JOIN segment ON segment.asset_id = asset.id
                    LEFT JOIN embedding ON embedding.segment_id = segment.id
                    ORDER BY path, modality, ordinal
                    """)
            let segments = rows.map { row in
                (0..<6).map { "\(row[$0] as DatabaseValue)" }.joined(separator: " ")
            }
            let vectors = rows.map { row in
                (row[6] as Data? ?? Data()).withUnsafeBytes { bytes in
                    stride(from: 0, to: bytes.count, by: 4).map {
                        bytes.loadUnaligned(fromByteOffset: $0, as: Float.self)
                    }
                }
            }
            var leftovers: [String: Int] = [:]
            for (name, sql) in [
                ("pending", "SELECT count(*) FROM pending"),
                ("unseen", "SELECT count(*) FROM unseen"),
                (
                    "uncovered",
                    "SELECT count(*) FROM asset WHERE id NOT IN (SELECT asset_id FROM coverage)"
                ),
                (
                    "bare segments",
                    """
                    SELECT count(*) FROM segment
                    WHERE id NOT IN (SELECT segment_id FROM embedding)
                    """
                ),
            ] {
                leftovers[name] = try Int.fetchOne(db, sql: sql).flatMap { $0 == 0 ? nil : $0 }
            }
            return (
                segments, vectors,
                try String.fetchAll(db, sql: "SELECT path FROM quarantine ORDER BY path"),
                leftovers, try String.fetchOne(db, sql: "PRAGMA integrity_check")
            )
        }
    }

    /// The largest difference of a number between the vectors; batches of other sizes may round
    /// otherwise.
    func distance(to other: LibraryContents) -> Float {
        guard vectors.map(\.count) == other.vectors.map(\.count) else { return .infinity }
        return zip(vectors.joined(), other.vectors.joined()).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
}
