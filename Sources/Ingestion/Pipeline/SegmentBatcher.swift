import Encoding
import MediaTypes
import Synchronization

/// Collects prepared segments of all files into batches of one modality.
final class SegmentBatcher: Sendable {
    struct Item: Sendable {
        let input: PreparedInput
        let assembly: AssetAssembly
        let slot: Int
    }

    struct Batch: Sendable {
        let modality: Modality
        let items: [Item]
    }

    private struct Collection {
        var items: [Item] = []
        /// Batches of other modalities that went ahead since the first item came.
        var overtaken = 0
    }

    static let size = 8
    /// An item waits for company while at most this many batches overtake it: a photo that comes
    /// before hours of sound is committed before them.
    static let patience = 16

    private let collections = Mutex<[Modality: Collection]>([:])

    /// - Returns: batches that are due; the caller encodes them before it brings more.
    func add(_ item: Item, _ modality: Modality) -> [Batch] {
        collections.withLock { collections in
            collections[modality, default: Collection()].items.append(item)
            guard let full = collections[modality], full.items.count >= Self.size else { return [] }
            collections[modality] = nil
            var due = [Batch(modality: modality, items: full.items)]
            for (other, var collection) in collections {
                collection.overtaken += 1
                if collection.overtaken >= Self.patience {
                    due.append(Batch(modality: other, items: collection.items))
                    collections[other] = nil
                } else {
                    collections[other] = collection
                }
            }
            return due
        }
    }

    /// Everything that is left.
    func flush() -> [Batch] {
        collections.withLock { collections in
            defer { collections = [:] }
            return collections.map { Batch(modality: $0.key, items: $0.value.items) }
        }
    }
}
