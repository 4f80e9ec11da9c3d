import Catalog
import MediaTypes
import VectorIndex

/// Checks a library's index files in one space.
public struct IndexCheck {
    /// What a check found of one file.
    public struct Finding: Sendable, Equatable {
        public let file: IndexFileRecord
        /// Nil for a sound file.
        public let fault: IndexFileError?
        /// The part of the ten nearest that the index finds, over a sample of its own vectors;
        /// nil where that was not asked for, or the file has a fault.
        public let recall: Double?
    }

    /// Embeddings that are searched for.
    private static let sampled = 200
    private static let neighbors = 10

    private let catalog: Catalog
    private let space: SpaceRecord

    public init(catalog: Catalog, space: SpaceRecord) {
        self.catalog = catalog
        self.space = space
    }

    /// Reads every file as a whole and compares its checksums.
    ///
    /// - Parameter measuringRecall: also compares searches in it with exact ones.
    public func run(measuringRecall: Bool) throws -> [Finding] {
        let state = try catalog.indexState(in: space.id)
        return try state.files.map { file in
            do {
                let index = try HNSWIndex(file: catalog.indexFolder + "/" + file.name)
                try index.verify()
                let recall = try measuringRecall ? recall(of: file, state) : nil
                return Finding(file: file, fault: nil, recall: recall)
            } catch let fault as IndexFileError {
                return Finding(file: file, fault: fault, recall: nil)
            }
        }
    }

    private func recall(of file: IndexFileRecord, _ state: IndexState) throws -> Double? {
        guard let kind = SegmentKind.all.first(where: { $0.selection == file.segments }) else {
            return nil
        }
        let loader = PartitionLoader(catalog: catalog, space: space)
        let partition = try loader.load(kind) { _ in }
        let exact = try loader.loadExact(kind)
        let queries = try catalog.embeddings(
            ofSegments: try partition.sample(Self.sampled).map(\.id), in: space.id
        ).values.compactMap { Embedding(normalizing: $0) }
        var found = 0
        var all = 0
        for query in queries {
            let truth = try exact.index.search(query, limit: Self.neighbors)
            guard let last = truth.last else { continue }
            // Of equal ones, any will do.
            let proposed = try partition.index.search(query, limit: Self.neighbors)
            let scores = try exact.index.scores(query, of: proposed.map(\.id)).values
            found += scores.count { $0 >= last.score }
            all += truth.count
        }
        return all > 0 ? Double(found) / Double(all) : nil
    }
}
