import Foundation
import GRDB
import MediaTypes

/// A filter as a condition on the table `asset`.
struct FilterCondition {
    private var terms = [SegmentSelection.isSeen]
    private(set) var arguments: StatementArguments = []

    /// To follow WHERE.
    var sql: String { terms.joined(separator: " AND ") }

    init(_ filter: AssetFilter) {
        if let types = filter.types, types.count < MediaType.allCases.count {
            add(
                "asset.type IN (\(databaseQuestionMarks(count: types.count)))",
                StatementArguments(types.sorted { $0.rawValue < $1.rawValue }))
        }
        if !filter.folders.isEmpty {
            let terms = filter.folders.map { _ in Self.isInFolder }.joined(separator: " OR ")
            add(
                "asset.id IN (SELECT asset_id FROM path WHERE \(terms))",
                filter.folders.reduce([]) { $0 + Self.folderArguments($1) })
        }
        addDates(filter)
        add("asset.duration_seconds", filter.duration)
        add("asset.width * asset.height", filter.pixels)
        add("asset.width", filter.width)
        add("asset.height", filter.height)
        if let orientation = filter.orientation {
            let sign =
                switch orientation {
                case .landscape: ">"
                case .portrait: "<"
                case .square: "="
                }
            add("asset.width \(sign) asset.height")
        }
        addMetadata(filter)
        for tag in filter.tags {
            add(
                "asset.id IN (SELECT asset_id FROM tag WHERE folded = ?)", [FoldedTag.fold(tag)])
        }
    }

    /// A condition on `path`, of three arguments.
    static let isInFolder = "(path.path = ? OR (path.path > ? AND path.path < ?))"

    /// - Parameter folder: an absolute path, which may be a file's.
    static func folderArguments(_ folder: String) -> StatementArguments {
        let name = folder == "/" ? "" : folder
        // "0" comes right after "/": everything in the folder lies between the two.
        return [folder, name + "/", name + "0"]
    }

    private mutating func addDates(_ filter: AssetFilter) {
        if let from = filter.from { add("asset.taken_at >= ?", [from.timeIntervalSince1970]) }
        if let until = filter.until { add("asset.taken_at < ?", [until.timeIntervalSince1970]) }
    }

    private mutating func addMetadata(_ filter: AssetFilter) {
        if let camera = filter.camera {
            addMetadata(#"camera IS NOT NULL AND camera LIKE ? ESCAPE '\'"#, [Self.pattern(camera)])
        }
        if let area = filter.area {
            let box = BoundingBox(area)
            let longitudes = box.longitudes.map { _ in "longitude BETWEEN ? AND ?" }
            addMetadata(
                """
                latitude BETWEEN ? AND ? AND (\(longitudes.joined(separator: " OR ")))
                    AND \(GreatCircle.functionName)(latitude, longitude, ?, ?) <= ?
                """,
                [box.latitudes.lowerBound, box.latitudes.upperBound]
                    + box.longitudes.reduce([]) { $0 + [$1.lowerBound, $1.upperBound] }
                    + [area.center.latitude, area.center.longitude, area.kilometres])
        }
        if let hasSound = filter.hasSound { addMetadata("has_sound = ?", [hasSound]) }
        if let rating = filter.rating { addMetadata("rating >= ?", [rating]) }
    }

    private mutating func add<Value: DatabaseValueConvertible>(
        _ expression: String, _ bounds: AssetFilter.Bounds<Value>
    ) {
        if let minimum = bounds.minimum { add("\(expression) >= ?", [minimum]) }
        if let maximum = bounds.maximum { add("\(expression) <= ?", [maximum]) }
    }

    private mutating func addMetadata(_ term: String, _ arguments: StatementArguments) {
        add("asset.id IN (SELECT asset_id FROM metadata WHERE \(term))", arguments)
    }

    private mutating func add(_ term: String, _ more: StatementArguments = []) {
        terms.append(term)
        arguments += more
    }

    /// For LIKE: anything that has `text` in it.
    private static func pattern(_ text: String) -> String {
        let escaped = text.reduce(into: "") { escaped, character in
            if "%_\\".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        return "%\(escaped)%"
    }
}
