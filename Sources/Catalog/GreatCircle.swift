import Foundation
import GRDB
import MediaTypes

/// Distances on a sphere of Earth's mean radius, right to about half a percent.
enum GreatCircle {
    static let earthRadius = 6371.0088
    static let functionName = "great_circle_kilometres"

    /// `great_circle_kilometres(latitude, longitude, latitude, longitude)`, all in degrees.
    static let function = DatabaseFunction(functionName, argumentCount: 4, pure: true) { values in
        let degrees = values.compactMap { Double.fromDatabaseValue($0) }
        guard degrees.count == 4,
            let first = Coordinate(latitude: degrees[0], longitude: degrees[1]),
            let second = Coordinate(latitude: degrees[2], longitude: degrees[3])
        else { return nil }
        return kilometres(first, second)
    }

    /// By the haversine formula, which is exact for near points.
    static func kilometres(_ first: Coordinate, _ second: Coordinate) -> Double {
        func radians(_ degrees: Double) -> Double { degrees * .pi / 180 }
        func haversine(_ degrees: Double) -> Double {
            let half = sin(radians(degrees) / 2)
            return half * half
        }
        let part =
            haversine(second.latitude - first.latitude)
            + cos(radians(first.latitude)) * cos(radians(second.latitude))
            * haversine(second.longitude - first.longitude)
        return 2 * earthRadius * asin(min(1, part.squareRoot()))
    }
}

/// Latitudes and longitudes, in degrees, that hold an area.
struct BoundingBox: Equatable {
    let latitudes: ClosedRange<Double>
    /// Two where the date line lies between.
    let longitudes: [ClosedRange<Double>]

    init(_ area: AssetFilter.Area) {
        let center = area.center
        // A little more, so that rounding loses nothing at the rim.
        let angle = area.kilometres / GreatCircle.earthRadius * (1 + 1e-9) + 1e-12
        let degrees = angle * 180 / .pi
        let lowest = center.latitude - degrees
        let highest = center.latitude + degrees
        latitudes = max(-90, lowest)...min(90, highest)
        // Around a pole every longitude is near.
        let ratio = sin(angle) / cos(center.latitude * .pi / 180)
        guard lowest > -90, highest < 90, ratio < 1 else {
            longitudes = [-180...180]
            return
        }
        let reach = asin(ratio) * 180 / .pi
        let west = center.longitude - reach
        let east = center.longitude + reach
        if west < -180 {
            longitudes = [-180...east, (west + 360)...180]
        } else if east > 180 {
            longitudes = [west...180, -180...(east - 360)]
        } else {
            longitudes = [west...east]
        }
    }
}
