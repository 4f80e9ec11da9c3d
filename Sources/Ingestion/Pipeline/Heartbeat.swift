import Catalog
import Foundation
import Synchronization

/// Tells, as long as a run goes on, how far it has come: its observer often, the catalog now and then.
final class Heartbeat: Sendable {
    /// Seconds.
    private static let observerInterval = 0.25
    private static let catalogInterval = 2.0

    private let catalog: Catalog
    private let run: RunID
    private let ledger: RunLedger
    private let observer: (any IndexObserver)?
    private let stopping = DispatchSemaphore(value: 0)
    private let thread = DedicatedThreads()

    init(catalog: Catalog, run: RunID, ledger: RunLedger, observer: (any IndexObserver)?) {
        self.catalog = catalog
        self.run = run
        self.ledger = ledger
        self.observer = observer
    }

    func start() {
        thread.start("progress") { [self] in
            var lastNoted = -Self.catalogInterval
            repeat {
                var progress = ledger.progress
                let isDue = progress.seconds - lastNoted >= Self.catalogInterval
                if isDue { lastNoted = progress.seconds }
                do {
                    try progress.countLeft(in: catalog)
                    if isDue { try catalog.noteProgress(JSONEncoder().encode(progress), of: run) }
                } catch {
                    // What can't be written stops the run where it matters.
                }
                observer?.observe(.progress(progress))
            } while stopping.wait(timeout: .now() + Self.observerInterval) == .timedOut
        }
    }

    /// Returns when nothing more will be told.
    func stop() {
        stopping.signal()
        thread.join()
    }
}

extension RunProgress {
    fileprivate mutating func countLeft(in catalog: Catalog) throws {
        left = try catalog.pendingCounts().reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
    }
}
