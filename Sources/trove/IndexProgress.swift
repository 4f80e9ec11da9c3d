import Foundation
import Ingestion
import MediaTypes
import Synchronization

/// Shows on standard error how far a run has come: one live line on a terminal, else a line every
/// ten seconds, or JSON events.
final class IndexProgress: IndexObserver {
    private struct State {
        var indexed: [MediaType: Int] = [:]
        var lastShown: ContinuousClock.Instant
    }

    private struct Event: Encodable {
        let event: String
        let progress: ProgressReport
    }

    private let isLive: Bool
    private let isJSON: Bool
    private let state: Mutex<State>

    /// - Parameter json: for other programs.
    init(json: Bool) {
        isJSON = json
        isLive = StandardError.isTerminal && !json
        state = Mutex(State(lastShown: .now))
    }

    /// Files that were indexed until now.
    var indexed: [MediaType: Int] { state.withLock(\.indexed) }

    func observe(_ event: IndexEvent) {
        switch event {
        case .indexed(_, let type, _): state.withLock { $0.indexed[type, default: 0] += 1 }
        case .progress(let progress):
            guard isDue else { return }
            show(progress)
        default: break
        }
    }

    /// Takes the live line away.
    func finish() {
        if isLive { StandardError.clearLive() }
    }

    private var isDue: Bool {
        let interval = isLive ? Duration.milliseconds(200) : isJSON ? .seconds(2) : .seconds(10)
        return state.withLock { state in
            let now = ContinuousClock.now
            guard now - state.lastShown >= interval else { return false }
            state.lastShown = now
            return true
        }
    }

    private func show(_ progress: RunProgress) {
        let report = ProgressReport(progress)
        if isJSON {
            if let line = try? JSONLine.text(Event(event: "progress", progress: report)) {
                StandardError.write(line)
            }
        } else if isLive {
            let line = report.line + "  " + FilePath.display(progress.current)
            StandardError.showLive(line)
        } else {
            StandardError.write(report.line)
        }
    }
}
