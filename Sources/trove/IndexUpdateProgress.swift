import Foundation
import Ingestion

/// Shows on standard error how far the index is, and stops the work on Ctrl-C.
final class IndexUpdateProgress {
    private struct Stopped: Error {}

    private let interruption: Interruption
    private let isLive = StandardError.isTerminal
    private var lastShown = ContinuousClock.now

    init(_ interruption: Interruption) {
        self.interruption = interruption
    }

    /// - Parameter work: is given what it has to call between steps.
    /// - Returns: nil when the work was stopped.
    @discardableResult
    func watch<Result>(
        _ work: (_ progress: (Int, Int) throws -> Void) throws -> Result
    ) throws -> Result? {
        defer { if isLive { StandardError.writeRaw("\r\u{1B}[K") } }
        do {
            return try work { done, all in
                if interruption.isRequested { throw Stopped() }
                show(done, of: all)
            }
        } catch is Stopped {
            return nil
        }
    }

    private func show(_ done: Int, of all: Int) {
        let now = ContinuousClock.now
        guard now - lastShown >= (isLive ? .milliseconds(100) : .seconds(10)) else { return }
        lastShown = now
        let line = "index: \(HumanFormat.count(done)) of \(HumanFormat.count(all, "embedding"))"
        if isLive {
            StandardError.writeRaw("\r\(line.prefix(StandardError.columns - 1))\u{1B}[K")
        } else {
            StandardError.write(line)
        }
    }
}
