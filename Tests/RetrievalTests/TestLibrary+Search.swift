import Catalog
import Encoding
import MediaTypes

@testable import Retrieval

extension TestLibrary {
    /// A floor under everything that is looked for in words: a cosine of 0.5 scores 0.5.
    func recordFloors() throws {
        try catalog.recordNoiseFloors(
            SegmentKind.all.map {
                NoiseFloorRecord(
                    query: .text, type: $0.type, segments: $0.match.modality,
                    areCrops: $0.isCrop, cutoff: 0.5, scale: 0.1)
            }, in: spaceID)
    }

    /// A search as its stages see it.
    func context(_ query: Query) throws -> SearchContext {
        let record = try catalog.spaces()[0]
        var partitions: [SegmentKind: EmbeddingPartition] = [:]
        for kind in SegmentKind.all where query.types.contains(kind.type) {
            let partition = try PartitionLoader(catalog: catalog, space: record).loadExact(kind)
            if partition.count > 0 { partitions[kind] = partition }
        }
        return SearchContext(
            query: query, catalog: catalog, space: spaceID,
            allowed: try catalog.segmentIDs(matching: query.filter),
            partitions: partitions,
            calibration: try Calibration(catalog: catalog, space: spaceID))
    }

    func engine() throws -> SearchEngine {
        try SearchEngine(catalog: catalog, space: .plain)
    }
}

extension SearchContext {
    func candidates() throws -> [Candidate] {
        try CandidateGenerator(search: self).candidates()
    }

    /// What a stage makes of the candidates, sorted as the engine does.
    func candidates(after stage: any RerankStage) throws -> [Candidate] {
        try stage.rerank(candidates(), in: self).sorted { $0.precedes($1) }
    }
}

extension Query.Part {
    /// A text made of the letters a, b, c and d.
    static func letters(_ text: String) throws -> Query.Part {
        try Space.plain.part(of: .text(text))
    }
}
