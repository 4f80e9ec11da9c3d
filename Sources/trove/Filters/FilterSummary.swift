import Catalog
import MediaTypes

/// A filter's conditions as people read them.
enum FilterSummary {
    static func lines(_ filter: AssetFilter, types: Set<MediaType>) -> [String] {
        var lines: [String] = []
        if types.count < MediaType.allCases.count {
            let names = MediaType.allCases.filter(types.contains).map(\.rawValue)
            lines.append("type " + names.joined(separator: " or "))
        }
        lines += filter.folders.map { "in " + FilePath.display($0) }
        if let from = filter.from { lines.append("from " + HumanFormat.date(from)) }
        if let until = filter.until { lines.append("before " + HumanFormat.date(until)) }
        if let camera = filter.camera { lines.append("camera " + camera) }
        if let area = filter.area {
            lines.append(
                "within \(area.kilometres) km of \(area.center.latitude), \(area.center.longitude)")
        }
        lines += bounds(filter.duration, "long", unit: " s")
        lines += bounds(filter.pixels, "large", unit: " pixels")
        lines += bounds(filter.width, "wide", unit: " pixels")
        lines += bounds(filter.height, "high", unit: " pixels")
        if let orientation = filter.orientation { lines.append(orientation.rawValue) }
        if let hasSound = filter.hasSound { lines.append(hasSound ? "with sound" : "silent") }
        if let rating = filter.rating { lines.append("at least \(rating) stars") }
        lines += filter.tags.map { "tag " + $0 }
        return lines
    }

    private static func bounds<Value>(
        _ bounds: AssetFilter.Bounds<Value>, _ what: String, unit: String
    ) -> [String] {
        [
            bounds.minimum.map { "at least \($0)\(unit) \(what)" },
            bounds.maximum.map { "at most \($0)\(unit) \(what)" },
        ].compactMap(\.self)
    }
}
