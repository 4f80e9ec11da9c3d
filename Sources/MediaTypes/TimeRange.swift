/// A stretch of a recording or video, in seconds from its beginning.
public struct TimeRange: Sendable, Hashable, Codable {
    public let start: Double
    public let end: Double

    /// - Precondition: `0 <= start <= end`, both finite.
    public init(start: Double, end: Double) {
        precondition(
            start >= 0 && start <= end && end.isFinite, "a time range runs forwards from zero")
        self.start = start
        self.end = end
    }

    /// - Throws: `DecodingError` for a range that does not run forwards from zero.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        start = try values.decode(Double.self, forKey: .start)
        end = try values.decode(Double.self, forKey: .end)
        guard start >= 0, start <= end, end.isFinite else {
            throw DecodingError.dataCorruptedError(
                forKey: .end, in: values, debugDescription: "a range that runs backwards")
        }
    }

    public var duration: Double { end - start }

    /// Intersection over union, 0…1; two equal instants give 1.
    public func overlap(with other: TimeRange) -> Double {
        let intersection = max(0, min(end, other.end) - max(start, other.start))
        let union = max(end, other.end) - min(start, other.start)
        return union > 0 ? intersection / union : 1
    }
}
