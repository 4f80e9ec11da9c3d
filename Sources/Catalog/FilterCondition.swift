import Foundation
import GRDB
import MediaTypes

/// A filter as a condition on the table `asset`.
struct FilterCondition {
    /// To follow `asset` in FROM.
    private(set) var joins = ""
    private var terms = ["NOT EXISTS (SELECT * FROM unseen WHERE asset_id = asset.id)"]
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
        // Of several copies the oldest file tells best.
        let time = """
            coalesce(metadata.captured_at,
                (SELECT min(mtime_ns) FROM path WHERE asset_id = asset.id) / 1000000000)
            """
        if let from = filter.from { add("\(time) >= ?", [from.timeIntervalSince1970]) }
        if let until = filter.until { add("\(time) < ?", [until.timeIntervalSince1970]) }
        if filter.from != nil || filter.until != nil { joinMetadata() }
    }

    private mutating func addMetadata(_ filter: AssetFilter) {
        if let camera = filter.camera {
            addMetadata(#"metadata.camera LIKE ? ESCAPE '\'"#, [Self.pattern(camera)])
        }
        if let area = filter.area {
            let box = BoundingBox(area)
            addMetadata(
                "metadata.latitude BETWEEN ? AND ?",
                [box.latitudes.lowerBound, box.latitudes.upperBound])
            let longitudes = box.longitudes.map { _ in "metadata.longitude BETWEEN ? AND ?" }
            addMetadata(
                "(\(longitudes.joined(separator: " OR ")))",
                box.longitudes.reduce([]) { $0 + [$1.lowerBound, $1.upperBound] })
            addMetadata(
                "\(GreatCircle.functionName)(metadata.latitude, metadata.longitude, ?, ?) <= ?",
                [area.center.latitude, area.center.longitude, area.kilometres])
        }
        if let hasSound = filter.hasSound { addMetadata("metadata.has_sound = ?", [hasSound]) }
        if let rating = filter.rating { addMetadata("metadata.rating >= ?", [rating]) }
    }

    private mutating func add<Value: DatabaseValueConvertible>(
        _ expression: String, _ bounds: AssetFilter.Bounds<Value>
    ) {
        if let minimum = bounds.minimum { add("\(expression) >= ?", [minimum]) }
        if let maximum = bounds.maximum { add("\(expression) <= ?", [maximum]) }
    }

    private mutating func addMetadata(_ term: String, _ arguments: StatementArguments) {
        joinMetadata()
        add(term, arguments)
    }

    private mutating func joinMetadata() {
        joins = "LEFT JOIN metadata ON metadata.asset_id = asset.id"
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
