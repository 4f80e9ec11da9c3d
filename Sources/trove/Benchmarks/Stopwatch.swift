import Foundation

/// Time since it was made: of the clock, and of the processor in all of this process's threads.
struct Stopwatch {
    private let start = Self.time(CLOCK_MONOTONIC)
    private let cpuStart = Self.time(CLOCK_PROCESS_CPUTIME_ID)

    var seconds: Double { Self.time(CLOCK_MONOTONIC) - start }
    var cpuSeconds: Double { Self.time(CLOCK_PROCESS_CPUTIME_ID) - cpuStart }

    private static func time(_ clock: clockid_t) -> Double {
        var time = timespec()
        clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
}
