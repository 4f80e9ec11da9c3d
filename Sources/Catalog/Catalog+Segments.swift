import GRDB
import MediaTypes

extension Catalog {
    /// How many segments of a selection have an embedding in a space.
    public func segmentCount(_ selection: SegmentSelection, in space: SpaceID) throws -> Int {
        try read { db in
            try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM segment
                    CROSS JOIN asset ON asset.id = segment.asset_id AND asset.type = ?
                    CROSS JOIN embedding
                        ON embedding.segment_id = segment.id AND embedding.space_id = ?
                    WHERE segment.modality = ?
                    """, arguments: [selection.type, space, selection.modality]) ?? 0
        }
    }

    /// The segments of a selection that have an embedding in a space, in ascending order.
    ///
    /// - Parameter wanted: nil for all; else only these are looked at.
    public func segmentIDs(
        _ selection: SegmentSelection, in space: SpaceID, among wanted: [SegmentID]? = nil
    ) throws -> [SegmentID] {
        try read { db in
            try SegmentID.fetchAll(
                db,
                sql: """
                    SELECT segment.id
                    FROM \(wanted == nil ? "" : "json_each(?) AS wanted CROSS JOIN") segment
                    CROSS JOIN asset ON asset.id = segment.asset_id AND asset.type = ?
                    CROSS JOIN embedding
                        ON embedding.segment_id = segment.id AND embedding.space_id = ?
                    WHERE segment.modality = ?
                        \(wanted == nil ? "" : "AND segment.id = wanted.value")
                    ORDER BY segment.id
                    """,
                arguments: StatementArguments(wanted.map { [Self.json($0)] } ?? [])
                    + [selection.type, space, selection.modality])
        }
    }

    /// These segments, where they are still there.
    public func storedSegments(ids: [SegmentID]) throws -> [SegmentID: StoredSegment] {
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT segment.id, asset_id, start_seconds, end_seconds
                    FROM json_each(?) AS wanted CROSS JOIN segment ON segment.id = wanted.value
                    """, arguments: [Self.json(ids)])
            var segments: [SegmentID: StoredSegment] = [:]
            while let row = try rows.next() {
                let segment = StoredSegment(id: row[0], asset: row[1], range: TimeRange(row))
                segments[segment.id] = segment
            }
            return segments
        }
    }

    /// What these assets have of a modality; in an asset, in the order of their ids.
    public func storedSegments(
        ofAssets assets: [AssetID], _ modality: Modality
    ) throws -> [AssetID: [StoredSegment]] {
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT segment.id, asset_id, start_seconds, end_seconds
                    FROM json_each(?) AS wanted
                    CROSS JOIN segment ON asset_id = wanted.value AND modality = ?
                    ORDER BY segment.id
                    """, arguments: [Self.json(assets), modality])
            var segments: [AssetID: [StoredSegment]] = [:]
            while let row = try rows.next() {
                let segment = StoredSegment(id: row[0], asset: row[1], range: TimeRange(row))
                segments[segment.asset, default: []].append(segment)
            }
            return segments
        }
    }
}
