import Catalog
import Encoding
import MediaDecoding
import MediaTypes

/// The middle stage: decodes files, prepares their segments, and encodes a batch whenever one is
/// full.
///
/// The thread that fills a batch encodes it. So all batches are full, memory is bounded, and as many
/// threads are busy as were asked for, whichever of decoding and encoding is dearer.
struct FileWorker: Sendable {
    /// Nobody waits for this file any more.
    private struct Abandoned: Error {}

    let preparation: SegmentPreparation
    /// Files that lost their worker, each to be tried once more.
    let lost: LostFiles
    let batcher: SegmentBatcher
    let encoder: BatchEncoder
    let ledger: RunLedger
    let commits: BoundedQueue<CommitRequest>
    /// How many threads call `run`.
    let threads: Int

    /// Takes files until the queue is closed, and encodes what no more files come to fill up with;
    /// when the run stops files are taken and dropped.
    func run(_ files: BoundedQueue<SourceFile>) {
        while let file = files.pop() {
            if ledger.mayGoOn() { process(file) }
        }
        encodeRest()
    }

    /// Tries the files again that lost their worker, each alone with a new one. To be called when
    /// `run` has returned on all threads.
    func retryLost() {
        for file in lost.takeAll() where ledger.mayGoOn() {
            preparation.media.startAfresh()
            process(file, isLastTry: true)
        }
        encodeRest()
    }

    private func encodeRest() {
        while let batch = batcher.takeRest(among: threads) { encode(batch) }
    }

    private func process(_ file: SourceFile, isLastTry: Bool = false) {
        let assembly = AssetAssembly(file: file)
        let begin = ContinuousClock.now
        ledger.begin(file)
        defer { ledger.end(file, after: .now - begin) }
        let request: CommitRequest?
        do {
            let (asset, outcome) = try decode(file, into: assembly)
            request = assembly.finishDecoding(asset, outcome)
        } catch let failure as FileFailure {
            request = assembly.fail(failure.stage, reason: failure.reason)
        } catch let loss as WorkerLoss where isLastTry {
            request = assembly.fail(loss.stage, reason: "\(loss.death) (tried twice)")
        } catch is WorkerLoss {
            assembly.abandon()
            lost.add(file)
            return
        } catch let error as WorkerStartError {
            assembly.abandon()
            ledger.fail(error)
            return
        } catch {
            assembly.abandon()
            return
        }
        if let request { commits.push(request) }
    }

    private func decode(
        _ file: SourceFile, into assembly: AssetAssembly
    ) throws -> (AssetDescription, SegmentPreparation.Outcome) {
        let media = preparation.media
        let information = try inspecting { try media.inspect(path: file.path) }
        let outcome = try preparation.prepare(path: file.path, information) {
            modality, range, crop, input in
            guard ledger.mayGoOn(), !assembly.isAbandoned else { throw Abandoned() }
            let slot = assembly.expect(modality, range, crop)
            let item = SegmentBatcher.Item(input: input, assembly: assembly, slot: slot)
            for batch in batcher.add(item, modality) { encode(batch) }
        }
        let asset = AssetDescription(
            hash: file.hash, byteSize: file.fingerprint.size, type: information.type,
            width: information.width, height: information.height, duration: outcome.duration,
            metadata: try inspecting {
                try media.recordedMetadata(path: file.path, information)
            })
        return (asset, outcome)
    }

    private func inspecting<Result>(_ body: () throws -> Result) throws -> Result {
        try FileFailure.naming(.inspect) { try ledger.profiler.time(.inspecting, body) }
    }

    private func encode(_ batch: SegmentBatcher.Batch) {
        ledger.profiler.count(batchOf: batch.items.count, batch.modality)
        ledger.profiler.time(.encoding) { encoder.encode(batch) }
    }
}
