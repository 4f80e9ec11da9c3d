import Catalog
import Foundation

/// When a file that failed is tried again though it has not changed.
///
/// One that has changed always is, and so is one whose bytes could not be read: that is the disk's
/// fault and may pass.
public struct RetryPolicy: Sendable, Hashable {
    /// How often a file is tried in all, at least 1.
    public var attempts: Int
    /// Seconds that must have passed since it failed.
    public var pause: TimeInterval

    public init(attempts: Int = 1, pause: TimeInterval = 86_400) {
        self.attempts = attempts
        self.pause = pause
    }

    func tries(_ failure: FileState.Failure, at time: Date) -> Bool {
        if failure.stage == .read { return true }
        guard failure.attempts < attempts else { return false }
        // A clock that was set back must not put it off for ever.
        let passed = time.timeIntervalSince(failure.last)
        return passed >= pause || passed < 0
    }
}
