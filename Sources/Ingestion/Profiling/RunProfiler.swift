import Foundation
import MediaTypes
import Synchronization

/// Tells where the threads of a run spend their time: each is in one stage at a time.
final class RunProfiler: Sendable {
    private struct Recording {
        var thread: ThreadProfile
        var stage: Stage
        /// Since the run's beginning.
        var since: Duration
        /// Of the thread, when the stage began.
        var processor: Duration

        mutating func enter(
            _ next: Stage, at now: Duration, _ processor: Duration, isDetailed: Bool
        ) -> Stage {
            defer { (stage, since, self.processor) = (next, now, processor) }
            thread.times.add(now - since, to: stage)
            if isDetailed {
                thread.processor.add(processor - self.processor, to: stage)
                thread.timeline.add(stage, from: since, to: now)
            }
            return stage
        }
    }

    private struct State {
        var running: [pthread_t: Recording] = [:]
        var ended: [ThreadProfile] = []
        var batches: [Modality: BatchCounts] = [:]
    }

    /// Whether processor time and timelines are recorded too.
    let isDetailed: Bool
    private let begin = ContinuousClock.now
    private let state = Mutex(State())

    init(isDetailed: Bool = false) {
        self.isDetailed = isDetailed
    }

    /// Does `body` as a thread of a role: the calling thread's time counts from here on to the end.
    ///
    /// - Parameter stage: where the time between other stages goes.
    func thread<Result, Failure: Error>(
        _ role: ThreadProfile.Role, in stage: Stage = .other, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let (now, processor) = clocks()
        state.withLock {
            $0.running[pthread_self()] = Recording(
                thread: ThreadProfile(role: role), stage: stage, since: now, processor: processor)
        }
        defer {
            _ = enter(.other)
            state.withLock { state in
                let recording = state.running.removeValue(forKey: pthread_self())
                if let recording { state.ended.append(recording.thread) }
            }
        }
        return try body()
    }

    /// Does `body` as a stage. The time of stages within it is theirs alone; that of a thread which
    /// does not count is nobody's.
    func time<Result, Failure: Error>(
        _ stage: Stage, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        guard let outer = enter(stage) else { return try body() }
        defer { _ = enter(outer) }
        return try body()
    }

    /// A batch of so many is encoded.
    func count(batchOf items: Int, _ modality: Modality) {
        state.withLock { state in
            state.batches[modality, default: BatchCounts()].batches += 1
            state.batches[modality, default: BatchCounts()].items += items
        }
    }

    /// Summed over the threads that have ended.
    var times: StageTimes {
        state.withLock { $0.ended.reduce(into: StageTimes()) { $0.add($1.times) } }
    }

    /// Of the threads that have ended.
    func profile(elapsed: Duration, processor: ProcessorTime) -> RunProfile {
        state.withLock { state in
            RunProfile(
                elapsed: elapsed, threads: state.ended, processor: processor,
                batches: state.batches)
        }
    }

    /// - Returns: the stage that the calling thread was in; nil where it does not count.
    private func enter(_ stage: Stage) -> Stage? {
        let (now, processor) = clocks()
        return state.withLock { state in
            state.running[pthread_self()]?.enter(
                stage, at: now, processor, isDetailed: isDetailed)
        }
    }

    private func clocks() -> (now: Duration, processor: Duration) {
        (ContinuousClock.now - begin, isDetailed ? .onClock(CLOCK_THREAD_CPUTIME_ID) : .zero)
    }
}
