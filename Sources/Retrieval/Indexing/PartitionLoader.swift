import Catalog
import MediaTypes
import VectorIndex

/// Opens a library's indexes in one space; where there is no usable file, it reads the embeddings
/// into an exact index instead.
struct PartitionLoader: Sendable {
    private let catalog: Catalog
    private let space: SpaceRecord

    /// Another process may publish, and remove the file that was just looked up, so often at most.
    private static let attempts = 3

    init(catalog: Catalog, space: SpaceRecord) {
        self.catalog = catalog
        self.space = space
    }

    /// - Parameter fallback: is told why an index file is not used.
    func load(
        _ kind: SegmentKind, fallback: (IndexFallback) -> Void
    ) throws -> EmbeddingPartition {
        var failure: IndexFileError?
        for _ in 0..<Self.attempts {
            let state = try catalog.indexState(in: space.id)
            guard let record = state.files.first(where: { $0.segments == kind.selection }) else {
                let partition = try loadExact(kind)
                if partition.count >= IndexUpdate.smallestIndexed {
                    fallback(.missing(embeddings: partition.count))
                }
                return partition
            }
            do {
                return try open(record, of: kind, changed: state.changed)
            } catch let error as IndexFileError {
                failure = error
            }
        }
        if let failure { fallback(.unusable(failure)) }
        return try loadExact(kind)
    }

    /// Reads all embeddings of a kind into memory.
    func loadExact(_ kind: SegmentKind) throws -> EmbeddingPartition {
        var index = FlatIndex(dimension: space.dimension)
        var mean = VectorMean(dimension: space.dimension)
        try catalog.forEachEmbedding(in: space.id, kind.selection) { segment, vector in
            try index.append(id: segment.id, vector)
            mean.add(vector)
        }
        return EmbeddingPartition(
            kind: kind, index: index, catalog: catalog, space: space.id, mean: mean.values)
    }

    private func open(
        _ record: IndexFileRecord, of kind: SegmentKind, changed: [SegmentID]
    ) throws -> EmbeddingPartition {
        let path = catalog.indexFolder + "/" + record.name
        var index = try HNSWIndex(file: path)
        guard index.space == space.identity, index.dimension == space.dimension else {
            throw IndexFileError.corrupt(file: path, detail: "it belongs to another space")
        }
        index.removed = IDSet(changed)
        var newer = FlatIndex(dimension: space.dimension)
        let added = try catalog.segmentIDs(kind.selection, in: space.id, among: changed)
        for (id, vector) in try catalog.embeddings(ofSegments: added, in: space.id) {
            try newer.append(id: id, vector)
        }
        return EmbeddingPartition(
            kind: kind, index: UpdatedIndex(index, newer: newer), catalog: catalog,
            space: space.id, mean: index.mean)
    }
}
