import GRDB
import MediaTypes

extension Catalog {
    /// The segments of a selection that have an embedding in a space, in ascending order.
    ///
    /// - Parameter wanted: nil for all; else only these are looked at.
    public func segmentIDs(
        _ selection: SegmentSelection, in space: SpaceID, among wanted: [SegmentID]? = nil
    ) throws -> [SegmentID] {
        let source = wanted == nil ? "segment" : "json_each(?) AS wanted CROSS JOIN segment"
        let match = wanted == nil ? "" : "segment.id = wanted.value AND"
        return try read { db in
            try SegmentID.fetchAll(
                db,
                sql: """
                    SELECT segment.id FROM \(source)
                    CROSS JOIN asset ON asset.id = segment.asset_id
                    CROSS JOIN embedding
                        ON embedding.segment_id = segment.id AND embedding.space_id = ?
                    WHERE \(match) \(selection.condition)
                    ORDER BY segment.id
                    """,
                arguments: StatementArguments(wanted.map { [Self.json($0)] } ?? [])
                    + [space] + selection.arguments)
        }
    }

    /// These segments, where they are still there.
    public func storedSegments(ids: [SegmentID]) throws -> [SegmentID: StoredSegment] {
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT segment.id, asset_id, start_seconds, end_seconds, \(Crop.columns)
                    FROM json_each(?) AS wanted CROSS JOIN segment ON segment.id = wanted.value
                    """, arguments: [Self.json(ids)])
            var segments: [SegmentID: StoredSegment] = [:]
            while let row = try rows.next() {
                let segment = StoredSegment(row)
                segments[segment.id] = segment
            }
            return segments
        }
    }

    /// The segments of a selection in these assets; in an asset, in the order of their ids.
    ///
    /// Some may have embeddings in other spaces only.
    public func storedSegments(
        _ selection: SegmentSelection, ofAssets assets: [AssetID]
    ) throws -> [AssetID: [StoredSegment]] {
        try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT segment.id, asset_id, start_seconds, end_seconds, \(Crop.columns)
                    FROM json_each(?) AS wanted
                    CROSS JOIN asset ON asset.id = wanted.value
                    CROSS JOIN segment ON asset_id = asset.id
                    WHERE \(selection.condition)
                    ORDER BY segment.id
                    """, arguments: [Self.json(assets)] + selection.arguments)
            var segments: [AssetID: [StoredSegment]] = [:]
            while let row = try rows.next() {
                let segment = StoredSegment(row)
                segments[segment.asset, default: []].append(segment)
            }
            return segments
        }
    }
}

extension SegmentSelection {
    /// Of rows of `asset`: a path shows it.
    static let isSeen = "NOT EXISTS (SELECT * FROM unseen WHERE unseen.asset_id = asset.id)"

    /// Of rows of `segment` and `asset`.
    var condition: String {
        "asset.type = ? AND modality = ? AND crop_left IS \(areCrops ? "NOT NULL" : "NULL")"
            + " AND \(Self.isSeen)"
    }

    var arguments: StatementArguments { [type, modality] }
}

extension StoredSegment {
    init(_ row: Row) {
        self.init(
            id: row["id"], asset: row["asset_id"], range: TimeRange(row), crop: Crop(row))
    }
}
