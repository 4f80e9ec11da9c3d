import Foundation
import GRDB
import MediaTypes

extension Catalog {
    /// Calls `body` with every embedding of a space that can be found, ordered by segment.
    ///
    /// What belongs to deleted files is left out. Sees the library as it is at one moment, and holds
    /// one vector at a time.
    /// - Parameters:
    ///   - selection: the segments that are asked for; nil for all.
    ///   - body: gets the segment and its vector, as long as the space has dimensions.
    public func forEachEmbedding(
        in space: SpaceID, _ selection: SegmentSelection? = nil,
        _ body: (StoredSegment, [Float]) throws -> Void
    ) throws {
        try read { db in
            var vector = [Float](repeating: 0, count: try dimension(db, of: space))
            // CROSS JOIN keeps this order of tables: segments come sorted, embeddings by their key.
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT segment.id, embedding.vector, asset_id, start_seconds, end_seconds,
                        \(Crop.columns)
                    FROM segment
                    CROSS JOIN embedding
                        ON embedding.segment_id = segment.id AND embedding.space_id = ?
                    CROSS JOIN asset ON asset.id = segment.asset_id
                    WHERE \(selection?.condition ?? SegmentSelection.isSeen)
                    ORDER BY segment.id
                    """, arguments: [space] + (selection?.arguments ?? []))
            while let row = try rows.next() {
                try fill(&vector, from: row, column: 1)
                try body(StoredSegment(row), vector)
            }
        }
    }

    /// The vectors of these segments in a space; segments without one are left out.
    public func embeddings(
        ofSegments segments: [SegmentID], in space: SpaceID
    ) throws -> [SegmentID: [Float]] {
        try read { db in
            var vector = [Float](repeating: 0, count: try dimension(db, of: space))
            var embeddings: [SegmentID: [Float]] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT segment_id, vector FROM json_each(?) AS wanted
                    CROSS JOIN embedding ON segment_id = wanted.value AND space_id = ?
                    """, arguments: [Self.json(segments), space])
            while let row = try rows.next() {
                try fill(&vector, from: row, column: 1)
                embeddings[row[0]] = vector
            }
            return embeddings
        }
    }

    /// These assets; those that are gone are left out.
    public func assets(ids: [AssetID]) throws -> [AssetID: AssetRecord] {
        try read { db in
            var assets: [AssetID: AssetRecord] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT asset.id, asset.type, width, height, duration_seconds,
                        min(path.path) AS path
                    FROM json_each(?) AS wanted
                    CROSS JOIN asset ON asset.id = wanted.value
                    CROSS JOIN path ON path.asset_id = asset.id
                    GROUP BY asset.id
                    """, arguments: [Self.json(ids)])
            while let row = try rows.next() {
                assets[row["id"]] = AssetRecord(
                    id: row["id"], type: row["type"], width: row["width"],
                    height: row["height"], duration: row["duration_seconds"], path: row["path"])
            }
            return assets
        }
    }

    /// These segments with their assets, in the same order; those that are gone are left out.
    public func segments(ids: [SegmentID]) throws -> [SegmentRecord] {
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT segment.id, modality, start_seconds, end_seconds, \(Crop.columns),
                        asset.id AS asset_id, asset.type, width, height, duration_seconds, path.path
                    FROM json_each(?) AS wanted
                    CROSS JOIN segment ON segment.id = wanted.value
                    CROSS JOIN asset ON asset.id = segment.asset_id
                    CROSS JOIN path ON path.id = (
                        SELECT id FROM path WHERE asset_id = asset.id ORDER BY path LIMIT 1)
                    ORDER BY wanted.key
                    """, arguments: [Self.json(ids)])
            var records: [SegmentRecord] = []
            while let row = try rows.next() {
                let asset = AssetRecord(
                    id: row["asset_id"], type: row["type"], width: row["width"],
                    height: row["height"], duration: row["duration_seconds"], path: row["path"])
                records.append(
                    SegmentRecord(
                        id: row["id"], modality: row["modality"], range: TimeRange(row),
                        crop: Crop(row), asset: asset))
            }
            return records
        }
    }

    private func dimension(_ db: Database, of space: SpaceID) throws -> Int {
        try Int.fetchOne(db, sql: "SELECT dimension FROM space WHERE id = ?", arguments: [space])
            ?? 0
    }

    /// Copies a vector out of a row; SQLite's own memory need not be aligned.
    private func fill(_ vector: inout [Float], from row: Row, column: Int) throws {
        try row.withUnsafeData(atIndex: column) { data in
            let size = vector.count * MemoryLayout<Float>.size
            guard let data, data.count == size else {
                throw CatalogError.corrupt(file: file, detail: "a vector of the wrong length")
            }
            vector.withUnsafeMutableBytes { _ = data.copyBytes(to: $0) }
        }
    }

    /// For `json_each`, which takes any number of ids in one argument.
    static func json(_ ids: [Int64]) -> String {
        "[" + ids.map(String.init).joined(separator: ",") + "]"
    }
}
