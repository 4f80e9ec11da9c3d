import Catalog
import MediaTypes

/// A segment as the query sees it.
public struct ScoredSegment: Sendable, Equatable {
    public let id: SegmentID
    /// Nil in a photo.
    public let range: TimeRange?
    /// The part of a photo that it shows; nil for all of it.
    public let crop: Crop?
    public let match: Match
    /// Cosine with the query, -1…1.
    public let cosine: Float
    /// What the cosine is worth on the scale that all kinds of segments share: see
    /// `NoiseFloor.level`.
    let level: Float
    /// 0…1; grows with `level`.
    public let score: Float

    /// The same segment by another cosine.
    init(_ other: ScoredSegment, cosine: Float, floor: NoiseFloor?) {
        self.init(
            id: other.id, range: other.range, crop: other.crop, match: other.match, cosine, floor)
    }

    init(_ segment: StoredSegment, match: Match, cosine: Float, floor: NoiseFloor?) {
        self.init(
            id: segment.id, range: segment.range, crop: segment.crop, match: match, cosine, floor)
    }

    private init(
        id: SegmentID, range: TimeRange?, crop: Crop?, match: Match, _ cosine: Float,
        _ floor: NoiseFloor?
    ) {
        self.id = id
        self.range = range
        self.crop = crop
        self.match = match
        self.cosine = cosine
        level = floor.level(cosine)
        score = floor.score(cosine)
    }
}
