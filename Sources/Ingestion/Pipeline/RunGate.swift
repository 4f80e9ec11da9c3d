import Foundation
import Synchronization

/// Keeps a run to its window: outside of it, threads wait or are told to stop.
final class RunGate: Sendable {
    private struct State {
        var isPaused = false
        var isClosed = false
    }

    private static let pollInterval: TimeInterval = 0.2

    private let window: DailyWindow?
    private let outside: IndexOptions.OutsideWindow
    private let interruption: Interruption
    private let now: @Sendable () -> Date
    private let onPause: @Sendable (_ until: Date?) -> Void
    private let state = Mutex(State())

    /// - Parameters:
    ///   - now: the clock.
    ///   - onPause: called when a pause begins.
    init(
        window: DailyWindow?, outside: IndexOptions.OutsideWindow, interruption: Interruption,
        now: @escaping @Sendable () -> Date = { Date() },
        onPause: @escaping @Sendable (_ until: Date?) -> Void
    ) {
        self.window = window
        self.outside = outside
        self.interruption = interruption
        self.now = now
        self.onPause = onPause
    }

    var hasWindow: Bool { window != nil }

    /// The window has closed, and the run is to end.
    var isClosed: Bool { state.withLock(\.isClosed) }

    /// Returns at once in the window; outside of it when it opens, or when the run is to end.
    func pass() {
        guard let window else { return }
        while !interruption.isRequested, !isClosed {
            if window.contains(now()) {
                state.withLock { $0.isPaused = false }
                return
            }
            switch outside {
            case .stop: state.withLock { $0.isClosed = true }
            case .pause:
                let isFirst = state.withLock { state in
                    defer { state.isPaused = true }
                    return !state.isPaused
                }
                if isFirst { onPause(window.nextOpening(after: now())) }
                Thread.sleep(forTimeInterval: Self.pollInterval)
            }
        }
    }
}
