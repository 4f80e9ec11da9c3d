import Foundation
import Ingestion
import MediaTypes
import Synchronization

/// Shows on standard error how far a run has come: one live line on a terminal, else a line every
/// ten seconds.
final class IndexProgress: IndexObserver {
    fileprivate struct State {
        var found = 0
        var isWalked = false
        var done = 0
        var quarantined = 0
        var indexed: [MediaType: Int] = [:]
        var current = ""
        var lastShown: ContinuousClock.Instant
    }

    private let begin = ContinuousClock.now
    private let isLive = StandardError.isTerminal
    private let state: Mutex<State>

    init() {
        state = Mutex(State(lastShown: begin))
    }

    /// Files that were indexed until now.
    var indexed: [MediaType: Int] { state.withLock(\.indexed) }

    func observe(_ event: IndexEvent) {
        state.withLock { state in
            state.note(event)
            let now = ContinuousClock.now
            guard now - state.lastShown >= (isLive ? .milliseconds(100) : .seconds(10)) else {
                return
            }
            state.lastShown = now
            show(state, at: now)
        }
    }

    /// Takes the live line away.
    func finish() {
        if isLive { StandardError.writeRaw("\r\u{1B}[K") }
    }

    private func show(_ state: borrowing State, at now: ContinuousClock.Instant) {
        let elapsed = (now - begin) / .seconds(1)
        let rate = String(format: "%.1f", Double(state.done) / max(elapsed, 0.001))
        var line = HumanFormat.count(state.done)
        line += " of " + HumanFormat.count(state.found, "file") + (state.isWalked ? "" : " so far")
        line += ", \(rate) a second"
        if state.quarantined > 0 { line += ", \(HumanFormat.count(state.quarantined)) quarantined" }
        if isLive {
            line += "  " + FilePath.display(state.current)
            StandardError.writeRaw("\r\(line.prefix(StandardError.columns - 1))\u{1B}[K")
        } else {
            StandardError.write(line)
        }
    }
}

extension IndexProgress.State {
    fileprivate mutating func note(_ event: IndexEvent) {
        switch event {
        case .found: found += 1
        case .walked: isWalked = true
        case .unchanged(let path), .linked(let path):
            done += 1
            current = path
        case .stillQuarantined(let path), .quarantined(let path, _, _):
            done += 1
            quarantined += 1
            current = path
        case .indexed(let path, let type, _):
            done += 1
            indexed[type, default: 0] += 1
            current = path
        case .problem, .deferred, .paused, .progress: break
        }
    }
}
