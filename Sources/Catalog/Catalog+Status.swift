import GRDB
import MediaTypes

extension Catalog {
    /// How much is in the library, at one moment; what no path shows any more is not counted.
    public func counts() throws -> CatalogCounts {
        try read { db in
            var counts = CatalogCounts()
            let assets = try Row.fetchCursor(
                db,
                sql: """
                    SELECT type, count(*), sum(byte_size), total(duration_seconds)
                    FROM asset WHERE id NOT IN (SELECT asset_id FROM unseen) GROUP BY type
                    """)
            while let row = try assets.next() {
                counts.assets[row[0]] = row[1]
                counts.assetBytes += row[2]
                counts.assetSeconds += row[3]
            }
            let segments = try Row.fetchCursor(
                db,
                sql: """
                    SELECT modality, count(*) FROM segment
                    WHERE asset_id NOT IN (SELECT asset_id FROM unseen) GROUP BY modality
                    """)
            while let row = try segments.next() { counts.segments[row[0]] = row[1] }
            let embeddings = try Row.fetchCursor(
                db,
                sql: """
                    SELECT space_id, count(*) FROM embedding WHERE segment_id NOT IN (
                        SELECT segment.id FROM unseen JOIN segment USING (asset_id))
                    GROUP BY space_id
                    """)
            while let row = try embeddings.next() { counts.embeddings[row[0]] = row[1] }
            let unencodable = try Row.fetchCursor(
                db,
                sql: """
                    SELECT space_id, count(*) FROM coverage
                    WHERE is_unencodable AND asset_id NOT IN (SELECT asset_id FROM unseen)
                    GROUP BY space_id
                    """)
            while let row = try unencodable.next() { counts.unencodable[row[0]] = row[1] }
            counts.unseen = try Int.fetchOne(db, sql: "SELECT count(*) FROM unseen") ?? 0
            counts.paths = try Int.fetchOne(db, sql: "SELECT count(*) FROM path") ?? 0
            counts.quarantined = try Int.fetchOne(db, sql: "SELECT count(*) FROM quarantine") ?? 0
            return counts
        }
    }
}
