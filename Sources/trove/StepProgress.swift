import Foundation
import Ingestion

/// Shows on standard error how far some work is, and stops it on Ctrl-C.
final class StepProgress {
    private struct Stopped: Error {}

    private let interruption: Interruption
    private let isLive = StandardError.isTerminal
    private var lastShown = ContinuousClock.now

    init(_ interruption: Interruption) {
        self.interruption = interruption
    }

    /// - Parameter work: has to call `step` often.
    /// - Returns: nil when the work was stopped.
    @discardableResult
    func watch<Result>(_ work: () throws -> Result) throws -> Result? {
        defer { if isLive { StandardError.clearLive() } }
        do {
            return try work()
        } catch is Stopped {
            return nil
        }
    }

    /// Stops the work where that was asked for.
    ///
    /// - Parameter line: says how far it is.
    func step(_ line: @autoclosure () -> String) throws {
        if interruption.isRequested { throw Stopped() }
        show(line)
    }

    private func show(_ line: () -> String) {
        let now = ContinuousClock.now
        guard now - lastShown >= (isLive ? .milliseconds(100) : .seconds(10)) else { return }
        lastShown = now
        if isLive {
            StandardError.showLive(line())
        } else {
            StandardError.write(line())
        }
    }
}
