import Catalog
import Foundation

/// A run as the catalog keeps it: its begin, how far it is, and how it ended.
struct RecordedRun {
    let kind: RunKind
    let catalog: Catalog
    let space: SpaceID
    /// Absolute paths.
    let roots: [String]
    let options: IndexOptions
    let media: any MediaReading
    let observer: (any IndexObserver)?

    /// - Parameter body: does the work; what it throws ends the run as failed.
    func execute(
        _ interruption: Interruption, _ body: (RunLedger) throws -> Void
    ) throws -> IndexSummary {
        let clock = ContinuousClock()
        let begin = clock.now
        let processor = ProcessorTime(media: media)
        let profiler = RunProfiler(isDetailed: options.isProfiled)
        let run = try catalog.beginRun(kind, in: space, roots: roots, job: options.job)
        do {
            var summary = try work(run, interruption, profiler, body)
            summary.elapsed = clock.now - begin
            summary.times = profiler.times
            if options.isProfiled {
                summary.profile = profiler.profile(
                    elapsed: summary.elapsed,
                    processor: ProcessorTime(media: media).since(processor))
            }
            try catalog.finishRun(
                run, outcome: summary.outcome, counts: summary.counts,
                report: JSONEncoder().encode(RunReport(summary)))
            return summary
        } catch {
            // The error that ended the run says more than one that comes of noting it.
            try? catalog.finishRun(run, outcome: .failed, counts: RunCounts())
            throw error
        }
    }

    private func work(
        _ run: RunID, _ interruption: Interruption, _ profiler: RunProfiler,
        _ body: (RunLedger) throws -> Void
    ) throws -> IndexSummary {
        let gate = RunGate(
            window: options.window, outside: options.outsideWindow, interruption: interruption
        ) { [observer] until in observer?.observe(.paused(until: until)) }
        let ledger = RunLedger(
            threads: options.threads, interruption: interruption, gate: gate, observer: observer,
            profiler: profiler)
        let heartbeat = Heartbeat(catalog: catalog, run: run, ledger: ledger, observer: observer)
        heartbeat.start()
        do {
            defer { heartbeat.stop() }
            try profiler.thread(.feed) { try body(ledger) }
        }
        var summary = try ledger.close()
        summary.wasStoppedByWindow = gate.isClosed
        summary.wasInterrupted = interruption.isRequested
        summary.left = try catalog.pendingCounts()
        return summary
    }
}
