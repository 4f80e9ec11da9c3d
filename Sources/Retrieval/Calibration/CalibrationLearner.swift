import Catalog
import Encoding
import Foundation
import MediaTypes

/// Learns a library's noise floors in one space.
///
/// For texts, it searches for what archives hardly ever hold; the floor lies where nineteen in
/// twenty of those searches find nothing. For pictures and sounds, no such queries are known; the
/// floor lies above all but a twentieth of the library's own pairs, those of one media type with
/// another's where they are less alike.
public struct CalibrationLearner: Sendable {
    /// Of the searches for what is not there, so many must find nothing in a kind of segment.
    /// docs/search.md has what higher and lower ones bring.
    private static let silent = 0.95
    /// Of the pairs of segments, so many are unlike each other…
    private static let unlike = 0.95
    /// …and so many so much so that they score less than 0.1.
    private static let fairlyUnlike = 0.75
    /// Fewer segments than this tell nothing of chance.
    private static let smallestLibrary = 100
    /// Segments of a kind that serve as queries, at most.
    private static let queries = 64
    /// Segments that each of them is compared with, at most.
    private static let compared = 2000
    /// Cosine; a floor of equal cosines still has a slope.
    private static let smallestScale: Float = 0.02

    private struct Sample {
        let asset: AssetID
        let embedding: Embedding
    }

    private let catalog: Catalog
    private let space: Space
    private let record: SpaceRecord

    /// - Parameters:
    ///   - catalog: open for writing.
    ///   - space: with the encoder of texts, where it has one.
    /// - Throws: `CatalogError`; `SearchError.otherSpace` when the library does not know it.
    public init(catalog: Catalog, space: Space) throws {
        let known = try catalog.spaces()
        guard let record = known.first(where: { $0.identity == space.identity }) else {
            throw SearchError.otherSpace(asked: space.name, indexed: known.map(\.name))
        }
        self.catalog = catalog
        self.space = space
        self.record = record
    }

    /// Whether nothing was learnt so far.
    public var isDue: Bool {
        get throws { try catalog.noiseFloors(in: record.id).isEmpty }
    }

    /// Replaces what the library knows about chance; a small library is to know nothing.
    public func learn() throws {
        let loader = PartitionLoader(catalog: catalog, space: record)
        let partitions = try SegmentKind.all.map {
            try loader.load($0) { _ in }
        }.filter { $0.count > 0 }
        let wholes = partitions.filter { !$0.kind.isCrop }
        guard wholes.reduce(0, { $0 + $1.count }) >= Self.smallestLibrary else {
            return try catalog.recordNoiseFloors([], in: record.id)
        }
        let texts = try space.text?.encode(UnanswerableTexts.all) ?? []
        let samples = try samples(of: partitions)
        var records: [NoiseFloorRecord] = []
        for partition in partitions {
            var floors: [Modality: NoiseFloor] = [:]
            floors[.text] = try floor(under: texts, in: partition)
            for (kind, queries) in samples {
                guard let floor = try floor(underPairsWith: queries, in: partition) else {
                    continue
                }
                // Takes of one shoot are alike for a reason too, and would raise the floor.
                let known = floors[kind.match.modality]
                if floor.cutoff < known?.cutoff ?? .infinity {
                    floors[kind.match.modality] = floor
                }
            }
            for (query, floor) in floors {
                records.append(
                    NoiseFloorRecord(
                        query: query, type: partition.kind.type,
                        segments: partition.kind.match.modality,
                        areCrops: partition.kind.isCrop, cutoff: floor.cutoff, scale: floor.scale))
            }
        }
        let floors = Self.withSharedSlopes(Self.withCropsAboveWholes(records))
        try catalog.recordNoiseFloors(floors, in: record.id)
    }

    /// Crops of few photos bring less by chance than all photos do, which makes none of them better.
    private static func withCropsAboveWholes(_ records: [NoiseFloorRecord]) -> [NoiseFloorRecord] {
        records.map { record in
            guard record.areCrops,
                let whole = records.first(where: {
                    !$0.areCrops && $0.query == record.query && $0.type == record.type
                        && $0.segments == record.segments
                })
            else { return record }
            return NoiseFloorRecord(
                query: record.query, type: record.type, segments: record.segments, areCrops: true,
                cutoff: max(record.cutoff, whole.cutoff), scale: record.scale)
        }
    }

    /// All floors under one kind of query with the mean of their scales: a step of cosine is worth
    /// the same in pictures and in sound, so that weak matches of the noisier do not outdo strong
    /// ones of the other.
    private static func withSharedSlopes(_ records: [NoiseFloorRecord]) -> [NoiseFloorRecord] {
        Dictionary(grouping: records, by: \.query).values.flatMap { records in
            let scale = records.reduce(0) { $0 + $1.scale } / Float(records.count)
            return records.map {
                NoiseFloorRecord(
                    query: $0.query, type: $0.type, segments: $0.segments, areCrops: $0.areCrops,
                    cutoff: $0.cutoff, scale: scale)
            }
        }
    }

    private func floor(
        under queries: [Embedding], in partition: EmbeddingPartition
    ) throws -> NoiseFloor? {
        let best = try queries.compactMap {
            try partition.index.search($0, limit: 1).first?.score
        }
        return Self.floor(best, cutoff: Self.silent, faint: 0.5)
    }

    private func floor(
        underPairsWith queries: [Sample], in partition: EmbeddingPartition
    ) throws -> NoiseFloor? {
        let compared = try partition.sample(Self.compared)
        var cosines: [Float] = []
        for query in queries {
            // Neighbours in one recording are alike for a reason.
            let others = compared.filter { $0.asset != query.asset }.map(\.id)
            cosines += try partition.index.scores(query.embedding, of: others).values
        }
        return Self.floor(cosines, cutoff: Self.unlike, faint: Self.fairlyUnlike)
    }

    /// The floor above `cutoff` of the cosines, under which `faint` of them score less than 0.1;
    /// nil without any.
    private static func floor(
        _ cosines: [Float], cutoff: Double, faint: Double
    ) -> NoiseFloor? {
        let sorted = cosines.sorted()
        guard let largest = sorted.last else { return nil }
        func quantile(_ part: Double) -> Float {
            let index = Int(part * Double(sorted.count))
            return index < sorted.count ? sorted[index] : largest
        }
        let scale = (quantile(cutoff) - quantile(faint)) / Float(log(9.0))
        return NoiseFloor(cutoff: quantile(cutoff), scale: max(smallestScale, scale))
    }

    /// Segments of the library that serve as queries, by their kind.
    private func samples(of partitions: [EmbeddingPartition]) throws -> [SegmentKind: [Sample]] {
        var samples: [SegmentKind: [Sample]] = [:]
        for partition in partitions {
            let segments = try partition.sample(Self.queries)
            let vectors = try catalog.embeddings(ofSegments: segments.map(\.id), in: record.id)
            samples[partition.kind] = segments.compactMap { segment in
                vectors[segment.id].flatMap(Embedding.init(normalizing:))
                    .map { Sample(asset: segment.asset, embedding: $0) }
            }
        }
        return samples
    }
}
