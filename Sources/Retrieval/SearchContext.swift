import Catalog
import MediaTypes

/// One search, as the rerank stages see it.
public struct SearchContext: Sendable {
    public let query: Query
    public let catalog: Catalog
    public let space: SpaceID
    /// The segments that the query's filter lets through; nil for all.
    let allowed: IDSet?
    let partitions: [SegmentKind: EmbeddingPartition]
    let calibration: Calibration
    /// The level of an average segment, by the type of its asset and what it is matched by.
    let baselines: [MediaType: [Match: Float]]

    init(
        query: Query, catalog: Catalog, space: SpaceID, allowed: IDSet?,
        partitions: [SegmentKind: EmbeddingPartition], calibration: Calibration
    ) {
        self.query = query
        self.catalog = catalog
        self.space = space
        self.allowed = allowed
        self.partitions = partitions
        self.calibration = calibration
        var baselines: [MediaType: [Match: Float]] = [:]
        for (kind, partition) in partitions where !kind.isCrop {
            let average = partition.averageCosine(query.embedding)
            baselines[kind.type, default: [:]][kind.match] =
                calibration.floor(of: query.wanted, in: kind).level(average)
        }
        self.baselines = baselines
    }

    /// The score of a segment for one part of a query, 0…1; 0 where the segment is unknown.
    func score(of id: SegmentID, in kind: SegmentKind, for part: Query.Part) throws -> Float {
        let cosines = try partitions[kind]?.index.scores(part.embedding, of: [id])
        guard let cosine = cosines?[id] else { return 0 }
        return calibration.floor(of: [part], in: kind).score(cosine)
    }

    /// Whether the candidate's score tells it from chance.
    func isCalibrated(_ candidate: Candidate) -> Bool {
        candidate.moment.evidence.keys.allSatisfy { match in
            floor(in: SegmentKind(type: candidate.asset.type, match: match)) != nil
        }
    }

    /// Whether chance would bring something as good, and nothing else speaks for the candidate.
    func isChance(_ candidate: Candidate) -> Bool {
        candidate.score < NoiseFloor.chance && !candidate.isCertain && isCalibrated(candidate)
    }

    /// The floor under the whole query.
    func floor(in kind: SegmentKind) -> NoiseFloor? {
        calibration.floor(of: query.wanted, in: kind)
    }
}
