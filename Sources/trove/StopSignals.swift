import Dispatch
import Foundation
import Ingestion

/// Lets Ctrl-C, or a polite kill, stop a run cleanly; a second one ends the process at once.
final class StopSignals {
    private let sources: [any DispatchSourceSignal]

    init(_ interruption: Interruption) {
        sources = [SIGINT, SIGTERM].map { number in
            // The source is told instead.
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                if interruption.isRequested { ExitStatus.interrupted.endProcessAtOnce() }
                interruption.request()
                StandardError.write("\nStopping: finishing what is under way …")
            }
            source.resume()
            return source
        }
    }

    deinit {
        for source in sources { source.cancel() }
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
    }
}
