import Foundation

/// How long the same work takes for many inputs.
struct Latency: CustomStringConvertible {
    /// Wall time of each, in ascending order.
    private var milliseconds: [Double] = []
    /// Of the whole process, in all.
    private let processorMilliseconds: Double

    init(of inputs: [String], _ work: (String) throws -> Void) rethrows {
        let processor = clock()
        for input in inputs {
            let start = ContinuousClock.now
            try work(input)
            milliseconds.append((ContinuousClock.now - start) / .milliseconds(1))
        }
        processorMilliseconds = Double(clock() - processor) / Double(CLOCKS_PER_SEC) * 1000
        milliseconds.sort()
    }

    var description: String {
        String(
            format: "p50 %.1f ms, p99 %.1f ms, %.1f ms of processor time in the mean",
            milliseconds[milliseconds.count / 2], milliseconds[milliseconds.count * 99 / 100],
            processorMilliseconds / Double(milliseconds.count))
    }
}
