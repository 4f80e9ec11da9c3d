import Encoding
import MediaTypes

/// Runs a space's networks over batches and delivers the embeddings.
struct BatchEncoder {
    /// An encoder broke its word; the text tells which.
    private struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    let space: Space
    let commits: BoundedQueue<CommitRequest>

    /// A batch that fails is encoded item by item, so that one bad item costs one file.
    func encode(_ batch: SegmentBatcher.Batch) {
        let items = batch.items.filter { !$0.assembly.isAbandoned }
        guard !items.isEmpty else { return }
        do {
            let embeddings = try embeddings(of: items.map(\.input), batch.modality)
            for (item, embedding) in zip(items, embeddings) {
                commit(item.assembly.deliver(embedding, to: item.slot))
            }
        } catch  where items.count > 1 {
            for item in items {
                encode(SegmentBatcher.Batch(modality: batch.modality, items: [item]))
            }
        } catch {
            commit(items[0].assembly.fail(.encode, reason: "\(error)"))
        }
    }

    private func embeddings(
        of inputs: [PreparedInput], _ modality: Modality
    ) throws -> [Embedding] {
        let embeddings: [Embedding]
        switch modality {
        case .image: embeddings = try space.image?.encode(inputs) ?? []
        case .audio: embeddings = try space.audio?.encode(inputs) ?? []
        case .text: embeddings = []
        }
        guard embeddings.count == inputs.count else {
            throw Fault(
                description: "the \(modality) encoder of \(space.name) gave \(embeddings.count)"
                    + " embeddings for \(inputs.count) inputs")
        }
        if let odd = embeddings.first(where: { $0.dimension != space.dimension }) {
            throw Fault(
                description: "the \(modality) encoder of \(space.name) gave \(odd.dimension)"
                    + " dimensions instead of \(space.dimension)")
        }
        return embeddings
    }

    private func commit(_ request: CommitRequest?) {
        if let request { commits.push(request) }
    }
}
