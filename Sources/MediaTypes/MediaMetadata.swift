/// What a file says of itself, and what files beside it say of it; everything is optional.
public struct MediaMetadata: Sendable, Hashable, Codable {
    /// When it was taken or recorded, seconds since 1970, UTC.
    public var captured: Int64?
    /// Maker and model, as in "Canon EOS 5D".
    public var camera: String?
    public var place: Coordinate?
    /// As in XMP: 1…5 stars, 0 for none, -1 for rejected.
    public var rating: Int?
    /// As written; a hierarchy's levels are separated by "/".
    public var tags: [String] = []
    /// Titles, descriptions, comments.
    public var captions: [String] = []
    /// In the order of their times.
    public var subtitles: [SubtitleLine] = []

    public init() {}
}

/// A place on Earth, in degrees, north and east positive.
public struct Coordinate: Sendable, Hashable, Codable {
    /// -90…90.
    public let latitude: Double
    /// -180…180.
    public let longitude: Double

    /// - Returns: nil for what is not on Earth.
    public init?(latitude: Double, longitude: Double) {
        guard abs(latitude) <= 90, abs(longitude) <= 180 else { return nil }
        self.latitude = latitude
        self.longitude = longitude
    }

    /// - Throws: `DecodingError` for what is not on Earth.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let place = Coordinate(
            latitude: try values.decode(Double.self, forKey: .latitude),
            longitude: try values.decode(Double.self, forKey: .longitude))
        guard let place else {
            throw DecodingError.dataCorruptedError(
                forKey: .latitude, in: values, debugDescription: "a place that is not on Earth")
        }
        self = place
    }
}

/// What is said during a stretch of a video or recording.
public struct SubtitleLine: Sendable, Hashable, Codable {
    public let range: TimeRange
    public let text: String

    public init(range: TimeRange, text: String) {
        self.range = range
        self.text = text
    }
}
