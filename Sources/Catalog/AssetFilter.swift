import Foundation
import MediaTypes

/// Which assets are looked through; without a condition, all of them.
public struct AssetFilter: Sendable, Equatable {
    /// From the least to the most that is allowed, both included.
    public struct Bounds<Value: Comparable & Sendable>: Sendable, Equatable {
        public var minimum: Value?
        public var maximum: Value?

        public init(minimum: Value? = nil, maximum: Value? = nil) {
            self.minimum = minimum
            self.maximum = maximum
        }
    }

    /// A circle on Earth.
    public struct Area: Sendable, Equatable {
        public var center: Coordinate
        public var kilometres: Double

        public init(center: Coordinate, kilometres: Double) {
            self.center = center
            self.kilometres = kilometres
        }
    }

    public enum Orientation: String, Sendable, CaseIterable {
        case landscape, portrait, square
    }

    /// Nil for all.
    public var types: Set<MediaType>?
    /// Absolute paths of folders and files, of which one must hold the asset; none for everywhere.
    public var folders: [String] = []
    /// From this moment on: when it was captured, else the file's time.
    public var from: Date?
    /// Before this moment, which is itself too late.
    public var until: Date?
    /// A part of maker and model, without regard to case.
    public var camera: String?
    public var area: Area?
    /// Seconds; photos have none and are left out.
    public var duration = Bounds<Double>()
    /// Width times height.
    public var pixels = Bounds<Int>()
    public var width = Bounds<Int>()
    public var height = Bounds<Int>()
    public var orientation: Orientation?
    public var hasSound: Bool?
    /// Stars at least.
    public var rating: Int?
    /// All of them, without regard to case; a level of a hierarchy, or several joined by "/".
    public var tags: [String] = []

    public init() {}

    public var isEmpty: Bool { self == AssetFilter() }

    /// - Throws: `AssetFilterError` for conditions that nothing can meet.
    public func validate() throws(AssetFilterError) {
        if let from, let until, from >= until { throw .emptyPeriod(from: from, until: until) }
        try Self.check(duration, "duration") { "\($0) s" }
        try Self.check(pixels, "number of pixels") { "\($0)" }
        try Self.check(width, "width") { "\($0)" }
        try Self.check(height, "height") { "\($0)" }
        if let area, !(area.kilometres > 0 && area.kilometres.isFinite) {
            throw .impossible("a radius of \(area.kilometres) km")
        }
        if let rating, !(-1...5).contains(rating) {
            throw .impossible("a rating of \(rating): ratings are -1…5")
        }
        if let types, types.isEmpty { throw .impossible("no type of media at all") }
    }

    private static func check<Value>(
        _ bounds: Bounds<Value>, _ what: String, _ text: (Value) -> String
    ) throws(AssetFilterError) {
        guard let minimum = bounds.minimum, let maximum = bounds.maximum, minimum > maximum else {
            return
        }
        throw .contradiction(what, minimum: text(minimum), maximum: text(maximum))
    }
}

/// Why a filter can't be used.
public enum AssetFilterError: Error, Equatable, CustomStringConvertible {
    case contradiction(String, minimum: String, maximum: String)
    case emptyPeriod(from: Date, until: Date)
    case impossible(String)
    /// No file of the library lies there.
    case unknownFolder(String, library: String)

    public var description: String {
        switch self {
        case .contradiction(let what, let minimum, let maximum):
            "nothing has a \(what) of at least \(minimum) and at most \(maximum)"
        case .emptyPeriod(let from, let until):
            "nothing is both after \(Self.text(from)) and before \(Self.text(until))"
        case .impossible(let what): "nothing can have \(what)"
        case .unknownFolder(let folder, let library):
            "nothing in \(folder) is in the library \(library): index it first, or name another folder"
        }
    }

    private static func text(_ date: Date) -> String {
        date.formatted(
            Date.ISO8601FormatStyle(timeZone: .current).year().month().day()
                .time(includingFractionalSeconds: false))
    }
}
