import Catalog
import MediaTypes
import Synchronization

/// One file's embeddings as they come in, until the asset is whole.
final class AssetAssembly: Sendable {
    private struct Slot {
        let modality: Modality
        let range: TimeRange?
        let crop: Crop?
        var embedding: Embedding?
    }

    private struct State {
        var slots: [Slot] = []
        var missing = 0
        /// Set once decoding has ended.
        var decoded: (asset: AssetDescription, outcome: SegmentPreparation.Outcome)?
        var isAbandoned = false
    }

    let file: SourceFile
    private let state = Mutex(State())

    init(file: SourceFile) {
        self.file = file
    }

    /// Nobody waits for its embeddings any more.
    var isAbandoned: Bool { state.withLock { $0.isAbandoned } }

    /// - Returns: the slot that its embedding is delivered to.
    func expect(_ modality: Modality, _ range: TimeRange?, _ crop: Crop?) -> Int {
        state.withLock { state in
            state.slots.append(Slot(modality: modality, range: range, crop: crop))
            state.missing += 1
            return state.slots.count - 1
        }
    }

    /// Nothing happens when the file was given up meanwhile, by another thread.
    ///
    /// - Returns: the request that records the asset, when this was the last one missing.
    func deliver(_ embedding: Embedding, to slot: Int) -> CommitRequest? {
        state.withLock { state in
            guard !state.isAbandoned else { return nil }
            if state.slots[slot].embedding == nil { state.missing -= 1 }
            state.slots[slot].embedding = embedding
            return request(&state)
        }
    }

    /// No more segments come.
    ///
    /// - Returns: the request that records the asset, when nothing is missing.
    func finishDecoding(
        _ asset: AssetDescription, _ outcome: SegmentPreparation.Outcome
    ) -> CommitRequest? {
        state.withLock { state in
            state.decoded = (asset, outcome)
            return request(&state)
        }
    }

    /// Gives the file up.
    ///
    /// - Returns: the request that notes why; nil when that was done before.
    func fail(_ stage: FailureStage, reason: String) -> CommitRequest? {
        abandon() ? .quarantine(file, stage, reason: reason) : nil
    }

    /// Drops what there is, without a word.
    ///
    /// - Returns: false when that was done before.
    @discardableResult
    func abandon() -> Bool {
        state.withLock { state in
            guard !state.isAbandoned else { return false }
            state = State(isAbandoned: true)
            return true
        }
    }

    private func request(_ state: inout State) -> CommitRequest? {
        guard !state.isAbandoned, state.missing == 0, let decoded = state.decoded else {
            return nil
        }
        let segments = state.slots.compactMap { slot in
            slot.embedding.map {
                EncodedSegment(
                    modality: slot.modality, range: slot.range, crop: slot.crop, embedding: $0)
            }
        }
        state = State(isAbandoned: true)
        return .record(file, decoded.asset, segments, decoded.outcome)
    }
}
