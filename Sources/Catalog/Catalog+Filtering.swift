import Foundation
import GRDB
import MediaTypes

extension Catalog {
    /// The segments of all spaces that a filter lets through; nil, at no cost, when it lets all.
    /// - Throws: `AssetFilterError`, `CatalogError`.
    public func segmentIDs(matching filter: AssetFilter) throws -> IDSet? {
        guard !filter.isEmpty else { return nil }
        let condition = try condition(filter)
        return try read { db in
            let rows = try Row.fetchCursor(
                db,
                sql: """
                    SELECT segment.id FROM asset
                    CROSS JOIN segment ON segment.asset_id = asset.id
                    WHERE \(condition.sql)
                    """, arguments: condition.arguments)
            var ids = IDSet()
            while let row = try rows.next() { ids.insert(row[0]) }
            return ids
        }
    }

    /// The assets that a filter lets through, ordered by id.
    /// - Throws: `AssetFilterError`, `CatalogError`.
    public func assets(matching filter: AssetFilter) throws -> [AssetID] {
        let condition = try condition(filter)
        return try read { db in
            try AssetID.fetchAll(
                db,
                sql: """
                    SELECT asset.id FROM asset WHERE \(condition.sql)
                    ORDER BY asset.id
                    """, arguments: condition.arguments)
        }
    }

    /// Whether any path is this file or in this folder.
    /// - Parameter folder: an absolute path.
    public func showsAnything(in folder: String) throws -> Bool {
        try read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT * FROM path WHERE \(FilterCondition.isInFolder))",
                arguments: FilterCondition.folderArguments(folder)) ?? false
        }
    }

    /// The filter in SQL, checked against what there is.
    func condition(_ filter: AssetFilter) throws -> FilterCondition {
        try filter.validate()
        for folder in filter.folders {
            guard try showsAnything(in: folder) else {
                throw AssetFilterError.unknownFolder(folder, library: library)
            }
        }
        return FilterCondition(filter)
    }
}
