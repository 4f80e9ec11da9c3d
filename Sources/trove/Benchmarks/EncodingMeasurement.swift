import Compute
import Dispatch
import MediaTypes
import Synchronization

/// Encodes a batch in each of some threads until the time is over.
struct EncodingMeasurement {
    let work: EncodingWork
    let threads: Int
    /// After which no thread begins another batch.
    let seconds: Double

    struct Result {
        let items: Int
        let seconds: Double
        /// Of the processor, all threads together.
        let cpuSeconds: Double
        /// See `OperationCount`.
        let operations: Int
    }

    /// The first batch of all is not counted: it takes memory that the others find.
    func measure() throws -> Result {
        _ = try work.encode()
        let before = OperationCount.current
        let stopwatch = Stopwatch()
        let batches = Atomic<Int>(0)
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: threads) { _ in
            do {
                repeat {
                    _ = try work.encode()
                    batches.wrappingAdd(1, ordering: .relaxed)
                } while stopwatch.seconds < seconds
            } catch {
                failure.withLock { $0 = error }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        return Result(
            items: batches.load(ordering: .relaxed) * work.count, seconds: stopwatch.seconds,
            cpuSeconds: stopwatch.cpuSeconds, operations: OperationCount.current - before)
    }
}
