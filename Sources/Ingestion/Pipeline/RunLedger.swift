import Catalog
import MediaTypes
import Synchronization

/// What the stages of a run share: its figures, its observer, and whether to go on.
final class RunLedger: Sendable {
    private let summary = Mutex(IndexSummary())
    private let failure = Mutex<(any Error)?>(nil)
    private let interruption: Interruption
    private let observer: (any IndexObserver)?

    init(interruption: Interruption, observer: (any IndexObserver)?) {
        self.interruption = interruption
        self.observer = observer
    }

    /// Asked for by the owner, or because an error concerns the whole run.
    var shouldStop: Bool { interruption.isRequested || failure.withLock { $0 != nil } }

    /// Ends the run with an error; the first one counts.
    func fail(_ error: any Error) {
        failure.withLock { $0 = $0 ?? error }
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
            case .quarantined(let path, let stage, let reason):
                summary.quarantined.append(.init(path: path, stage: stage, reason: reason))
            case .problem(let path, let reason):
                summary.problems.append(.init(path: path, reason: reason))
            case .walked: break
            }
            update(&summary)
        }
        observer?.observe(event)
    }
}
