import Foundation

/// Seconds of processors that a run took.
public struct ProcessorTime: Sendable, Equatable {
    /// In this process, all threads.
    public let run: Duration
    /// In processes that decode.
    public let decoding: Duration

    public var total: Duration { run + decoding }

    /// What was taken so far, since the process began.
    init(media: any MediaReading) {
        run = Duration.onClock(CLOCK_PROCESS_CPUTIME_ID)
        decoding = media.processorTime
    }

    init(run: Duration, decoding: Duration) {
        self.run = run
        self.decoding = decoding
    }

    func since(_ earlier: ProcessorTime) -> ProcessorTime {
        ProcessorTime(run: run - earlier.run, decoding: decoding - earlier.decoding)
    }
}

extension Duration {
    /// What a clock of the system shows; zero where there is no such clock.
    static func onClock(_ clock: clockid_t) -> Duration {
        var time = timespec()
        guard clock_gettime(clock, &time) == 0 else { return .zero }
        return Duration(time)
    }

    init(_ time: timespec) {
        self = .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    init(_ time: timeval) {
        self = .seconds(time.tv_sec) + .microseconds(time.tv_usec)
    }
}
