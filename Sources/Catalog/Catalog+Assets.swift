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

    /// Some of the paths, beside this one, at which an asset is seen.
    /// - Parameter limit: how many, at most: an asset may be seen at thousands.
    public func paths(of asset: AssetID, besides path: String, limit: Int) throws -> [String] {
        try read { db in
            try String.fetchAll(
                db, sql: "SELECT path FROM path WHERE asset_id = ? AND path <> ? LIMIT ?",
                arguments: [asset, path, limit])
        }
    }

    /// Where these assets are seen, in lexical order; assets that are gone are left out.
    /// - Parameter folders: absolute paths; what is seen in them comes first.
    public func paths(
        ofAssets assets: [AssetID], preferring folders: [String] = []
    ) throws -> [AssetID: [String]] {
        let isPreferred = folders.map { _ in FilterCondition.isInFolder }.joined(separator: " OR ")
        return try read { db in
            var paths: [AssetID: [String]] = [:]
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT path.asset_id, path.path FROM json_each(?) AS wanted
                    CROSS JOIN path ON path.asset_id = wanted.value
                    ORDER BY path.asset_id, \(folders.isEmpty ? "" : "(\(isPreferred)) DESC,") path.path
                    """,
                arguments: folders.reduce([Self.json(assets)]) {
                    $0 + FilterCondition.folderArguments($1)
                })
            while let row = try rows.next() { paths[row[0], default: []].append(row[1]) }
            return paths
        }
    }
}
