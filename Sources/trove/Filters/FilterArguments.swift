import ArgumentParser
import Catalog
import MediaTypes

/// Values of filters as a person gives them.
enum FilterArguments {
    /// `90`, `1:30`, `1:02:03`.
    /// - Throws: `ValidationError`.
    static func seconds(_ text: String) throws -> Double {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
            .map { Double($0) ?? -1 }
        guard (1...3).contains(parts.count), parts.allSatisfy({ $0 >= 0 && $0 < 1e9 }),
            parts.dropFirst().allSatisfy({ $0 < 60 })
        else { throw ValidationError("Give seconds, such as 90, or a time, such as 1:30.") }
        return parts.reduce(0) { $0 * 60 + $1 }
    }

    /// `48.137,11.575,5`, with the radius in `km`, which may be left out, or `m`.
    /// - Throws: `ValidationError`.
    static func area(_ text: String) throws -> AssetFilter.Area {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
            .map { String($0.filter { !$0.isWhitespace }) }
        guard parts.count == 3, let latitude = Double(parts[0]), let longitude = Double(parts[1]),
            let kilometres = kilometres(parts[2])
        else {
            throw ValidationError(
                "Give latitude, longitude and radius, such as 48.137,11.575,5km.")
        }
        guard let center = Coordinate(latitude: latitude, longitude: longitude) else {
            throw ValidationError(
                "Latitude is -90…90 and longitude -180…180, not \(parts[0]) and \(parts[1]).")
        }
        guard kilometres > 0, kilometres.isFinite else {
            throw ValidationError("The radius must be more than 0, not \(parts[2]).")
        }
        return AssetFilter.Area(center: center, kilometres: kilometres)
    }

    private static func kilometres(_ text: String) -> Double? {
        if text.hasSuffix("km") { return Double(text.dropLast(2)) }
        if text.hasSuffix("m") { return Double(text.dropLast()).map { $0 / 1000 } }
        return Double(text)
    }
}
