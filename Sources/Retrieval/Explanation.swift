import Catalog

/// Why a result stands where it stands, or why it is none; as other tools read it.
public struct Explanation: Sendable, Encodable {
    /// What each stage made of it, in their order.
    public let stages: [StageRecord]
    /// The segments that speak for it, the best first.
    public let segments: [ScoredSegment]
    /// What narrowed the search down, in words.
    public let filters: [String]

    public init(_ result: SearchResult, filters: [String]) {
        stages = result.trail
        segments = result.evidence
        self.filters = filters
    }
}

extension ScoredSegment: Encodable {
    private enum CodingKeys: String, CodingKey {
        case id, match, start, end, crop, cosine, score
    }

    /// `start` and `end` are null for a photo; `crop` is there for a part of one.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(match, forKey: .match)
        try container.encode(range?.start, forKey: .start)
        try container.encode(range?.end, forKey: .end)
        try container.encodeIfPresent(crop, forKey: .crop)
        try container.encode(cosine, forKey: .cosine)
        try container.encode(score, forKey: .score)
    }
}
