import Catalog
import MediaTypes

/// One find: a photo, or a moment of a video or recording.
public struct SearchResult: Sendable, Equatable {
    /// 1 for the best.
    public let rank: Int
    public let asset: AssetID
    /// Where the asset is seen, at least once, in lexical order.
    public let paths: [String]
    public let type: MediaType
    /// The moment; nil for a photo.
    public let range: TimeRange?
    /// Cosine of the query with the best matching segment, -1…1.
    public let score: Float
    public let matched: Set<Match>

    /// The first of `paths`.
    public var path: String { paths.first ?? "" }
}

/// As other tools read it: one object a result, `start` and `end` null for a photo.
extension SearchResult: Encodable {
    private enum CodingKeys: String, CodingKey {
        case rank, path, type, start, end, score, matched
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rank, forKey: .rank)
        try container.encode(path, forKey: .path)
        try container.encode(type, forKey: .type)
        try container.encode(range?.start, forKey: .start)
        try container.encode(range?.end, forKey: .end)
        try container.encode(score, forKey: .score)
        try container.encode(Match.allCases.filter(matched.contains), forKey: .matched)
    }
}
