import Catalog
import MediaTypes

/// One find: a photo, or a moment of a video or recording.
public struct SearchResult: Sendable, Equatable {
    /// 1 for the best; 0 for one that was rejected.
    public let rank: Int
    /// Its best segment, of a photo the whole: names the find in a later search for more like it.
    public let id: SegmentID
    public let asset: AssetID
    /// Where the asset is seen, at least once, in lexical order.
    public let paths: [String]
    public let type: MediaType
    /// The moment; nil for a photo.
    public internal(set) var range: TimeRange?
    /// Seconds that the asset lasts; nil for a photo.
    public let duration: Double?
    /// 0…1; in a library without noise floors the cosine with the best segment.
    public let score: Float
    /// The best matching segment of each way in which it was found, the best first.
    public let evidence: [ScoredSegment]
    /// Near-duplicates that it stands for, each at one of its paths.
    public let similar: [String]
    /// What each stage made of it.
    public let trail: [StageRecord]
    /// Why it is no result; nil for one that is.
    public let rejection: Rejection?

    /// The first of `paths`.
    public var path: String { paths.first ?? "" }

    /// The part of a photo that matches better than the whole.
    public var crop: Crop? { evidence.lazy.compactMap(\.crop).first }

    /// By what it was found.
    public var matched: Set<Match> { Set(evidence.map(\.match)) }
}

extension SearchResult {
    init(rank: Int, _ candidate: Candidate, paths: [AssetID: [String]]) {
        let evidence = candidate.segments.sorted {
            $0.score != $1.score ? $0.score > $1.score : $0.id < $1.id
        }
        self.init(
            rank: rank, id: evidence.first { $0.crop == nil }?.id ?? 0, asset: candidate.asset.id,
            paths: paths[candidate.asset.id] ?? [candidate.asset.path],
            type: candidate.asset.type, range: candidate.moment.range,
            duration: candidate.asset.duration, score: candidate.score, evidence: evidence,
            similar: candidate.similar.map(\.path), trail: candidate.trail,
            rejection: candidate.rejection)
    }
}

/// As other tools read it: one object a result, `start` and `end` null for a photo, `crop` where a part of
/// it matched better than the whole.
extension SearchResult: Encodable {
    private enum CodingKeys: String, CodingKey {
        case rank, id, path, type, start, end, score, matched, crop, similar
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(rank, forKey: .rank)
        try container.encode(id, forKey: .id)
        try container.encode(path, forKey: .path)
        try container.encode(type, forKey: .type)
        try container.encode(range?.start, forKey: .start)
        try container.encode(range?.end, forKey: .end)
        try container.encode(score, forKey: .score)
        try container.encode(Match.allCases.filter(matched.contains), forKey: .matched)
        try container.encodeIfPresent(crop, forKey: .crop)
        if !similar.isEmpty { try container.encode(similar, forKey: .similar) }
    }
}
