import Catalog
import Foundation
import MediaTypes
import Synchronization

/// What the stages of a run share: its figures, its observer, and whether to go on.
final class RunLedger: Sendable {
    private let begin = ContinuousClock.now
    private let summary = Mutex(IndexSummary())
    private let state: Mutex<RunProgress>
    private let failure = Mutex<(any Error)?>(nil)
    /// Paths that no longer exist, whose content was found at another in this run.
    private let left = Mutex<Set<String>>([])
    private let interruption: Interruption
    private let gate: RunGate
    private let observer: (any IndexObserver)?
    let profiler: RunProfiler

    init(
        threads: Int, interruption: Interruption, gate: RunGate, observer: (any IndexObserver)?,
        profiler: RunProfiler
    ) {
        var progress = RunProgress()
        progress.threads = threads
        state = Mutex(progress)
        self.interruption = interruption
        self.gate = gate
        self.observer = observer
        self.profiler = profiler
    }

    /// Asked for by the owner, because the window has closed, or because an error concerns the whole
    /// run.
    var shouldStop: Bool {
        interruption.isRequested || gate.isClosed || failure.withLock { $0 != nil }
    }

    /// Waits while the run pauses.
    /// - Returns: false when the run is to stop.
    func mayGoOn() -> Bool {
        if gate.hasWindow { profiler.time(.pausing) { gate.pass() } }
        return !shouldStop
    }

    /// Ends the run with an error; the first one counts.
    func fail(_ error: any Error) {
        failure.withLock { $0 = $0 ?? error }
    }

    /// How far the run has come, but for what is left.
    var progress: RunProgress {
        var progress = state.withLock { $0 }
        progress.seconds = (ContinuousClock.now - begin) / .seconds(1)
        progress.time = Date()
        return progress
    }

    func noteMove(from paths: [String]) {
        left.withLock { $0.formUnion(paths) }
    }

    /// Whether what was at a path that no longer exists was found at another in this run.
    func knowsMove(from path: String) -> Bool {
        left.withLock { $0.contains(path) }
    }

    /// - Parameter movedAway: as in `IndexSummary`.
    func noteRemoval(_ counts: RemovalCounts, movedAway: Int) {
        summary.withLock { summary in
            summary.removed = counts
            summary.movedAway = movedAway
        }
    }

    /// A file's decoding and encoding begins.
    func begin(_ file: SourceFile) {
        state.withLock { state in
            state.current = file.path
            state.pausedUntil = nil
        }
    }

    /// A file's decoding and encoding took so long.
    func end(_ file: SourceFile, after time: Duration) {
        state.withLock { state in
            var work = state.work[file.type.rawValue, default: RunProgress.Work()]
            work.files += 1
            work.bytes += file.fingerprint.size
            work.seconds += time / .seconds(1)
            state.work[file.type.rawValue] = work
        }
    }

    /// These were recorded.
    func count(_ segments: [EncodedSegment]) {
        state.withLock { state in
            for segment in segments { state.segments[segment.modality.rawValue, default: 0] += 1 }
        }
    }

    /// - Throws: the error that ended the run.
    func close() throws -> IndexSummary {
        if let error = failure.withLock({ $0 }) { throw error }
        return summary.withLock { $0 }
    }

    func note(_ event: IndexEvent, update: (inout IndexSummary) -> Void = { _ in }) {
        summary.withLock { summary in
            switch event {
            case .found: summary.seen += 1
            case .unchanged: summary.unchanged += 1
            case .stillQuarantined: summary.stillQuarantined += 1
            case .linked: summary.linked += 1
            case .indexed: summary.indexed += 1
            case .unencodable(_, let type): summary.unencodable[type, default: 0] += 1
            case .quarantined(let path, let stage, let reason):
                summary.quarantined.append(.init(path: path, stage: stage, reason: reason))
            case .problem(let path, let reason):
                summary.problems.append(.init(path: path, reason: reason))
            case .deferred(let path):
                summary.deferred.append(path)
            case .walked, .paused, .progress: break
            }
            update(&summary)
        }
        state.withLock { $0.note(event) }
        observer?.observe(event)
    }
}

extension RunProgress {
    fileprivate mutating func note(_ event: IndexEvent) {
        switch event {
        case .found: found += 1
        case .walked: isWalked = true
        case .unchanged, .linked, .indexed, .unencodable: done += 1
        case .stillQuarantined, .quarantined:
            done += 1
            quarantined += 1
        case .paused(let time): pausedUntil = time
        case .problem, .deferred, .progress: break
        }
    }
}
