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

    /// When no more files come: what one of some threads is to encode of the rest, until nothing is
    /// left.
    ///
    /// - Parameter threads: at least 1.
    func takeRest(among threads: Int) -> Batch? {
        collections.withLock { collections in
            guard let (modality, collection) = collections.first else { return nil }
            let share = (collection.items.count + threads - 1) / threads
            let items = Array(collection.items.prefix(share))
            collections[modality]?.items.removeFirst(share)
            if share == collection.items.count { collections[modality] = nil }
            return Batch(modality: modality, items: items)
        }
    }
}
