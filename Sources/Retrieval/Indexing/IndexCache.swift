import MediaTypes
import Synchronization
import VectorIndex

/// The opened indexes of one library and space, shared by searches.
final class IndexCache: Sendable {
    private struct State {
        var partitions: [SegmentKind: EmbeddingPartition] = [:]
        var fallbacks: [IndexFallback] = []
    }

    private let loader: PartitionLoader
    private let state = Mutex(State())

    init(_ loader: PartitionLoader) {
        self.loader = loader
    }

    /// Why index files were not used so far.
    var fallbacks: [IndexFallback] { state.withLock(\.fallbacks) }

    /// Those of the wanted types that hold anything.
    func partitions(of types: Set<MediaType>) throws -> [SegmentKind: EmbeddingPartition] {
        try state.withLock { state in
            var wanted: [SegmentKind: EmbeddingPartition] = [:]
            for kind in SegmentKind.all where types.contains(kind.type) {
                let partition =
                    try state.partitions[kind]
                    ?? loader.load(kind) { state.fallbacks.append($0) }
                state.partitions[kind] = partition
                if partition.count > 0 { wanted[kind] = partition }
            }
            return wanted
        }
    }

    /// From now on, reads all embeddings instead of the files that are open.
    func fallBack(because error: VectorIndexError) throws {
        try state.withLock { state in
            state.fallbacks.append(.damaged(error))
            for kind in state.partitions.keys where !(state.partitions[kind]?.index is FlatIndex) {
                state.partitions[kind] = try loader.loadExact(kind)
            }
        }
    }
}
