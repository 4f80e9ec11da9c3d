import GRDB
import MediaTypes

extension Catalog {
    /// All segments of these assets; assets that are gone are left out.
    public func segments(ofAssets assets: [AssetID]) throws -> [SegmentRecord] {
        let ids = try read { db in
            try SegmentID.fetchAll(
                db,
                sql: """
                    SELECT segment.id FROM json_each(?) AS wanted
                    CROSS JOIN segment ON segment.asset_id = wanted.value ORDER BY segment.id
                    """, arguments: [Self.json(assets)])
        }
        return try segments(ids: ids)
    }

    /// Where these assets are seen, in lexical order; assets that are gone are left out.
    public func paths(ofAssets assets: [AssetID]) throws -> [AssetID: [String]] {
        try read { db in
            var paths: [AssetID: [String]] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT path.asset_id, path.path FROM json_each(?) AS wanted
                    CROSS JOIN path ON path.asset_id = wanted.value
                    ORDER BY path.asset_id, path.path
                    """, arguments: [Self.json(assets)])
            while let row = try rows.next() { paths[row[0], default: []].append(row[1]) }
            return paths
        }
    }
}
