import Dispatch
import Foundation
import MediaTypes
import Synchronization
import VectorIndex

/// Searches an index for queries whose true neighbours are known.
struct IndexMeasurement {
    let queries: [Embedding]
    /// For each query, the ids that it should find.
    let truth: [[Int64]]
    let allowed: IDSet?
    let threads: Int
    /// Over all queries; the fastest counts.
    let passes: Int

    struct Result: Encodable {
        let ef: Int
        /// The part of the true neighbours that were found.
        let recall: Double
        let qps: Double
        /// Queries a second of processor time.
        let qpsCPU: Double

        enum CodingKeys: String, CodingKey {
            case ef, recall, qps
            case qpsCPU = "qps_cpu"
        }
    }

    func measure(_ index: HNSWIndex) throws -> Result {
        var seconds = Double.infinity
        var cpuSeconds = Double.infinity
        var found: [[Int64]] = []
        for _ in 0..<passes {
            let stopwatch = Stopwatch()
            found = try search(index)
            seconds = min(seconds, stopwatch.seconds)
            cpuSeconds = min(cpuSeconds, stopwatch.cpuSeconds)
        }
        let hits = zip(found, truth).reduce(0) { $0 + Set($1.0).intersection($1.1).count }
        let all = truth.reduce(0) { $0 + $1.count }
        return Result(
            ef: index.breadth, recall: Double(hits) / Double(max(1, all)),
            qps: Double(queries.count) / seconds, qpsCPU: Double(queries.count) / cpuSeconds)
    }

    private func search(_ index: HNSWIndex) throws -> [[Int64]] {
        let results = Mutex<[Int: [[Int64]]]>([:])
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            let share =
                (queries.count * thread / threads)..<(queries.count * (thread + 1) / threads)
            do {
                let found = try share.map { number in
                    try index.search(
                        queries[number], limit: truth[number].count, among: allowed
                    ).map(\.id)
                }
                results.withLock { $0[thread] = found }
            } catch {
                failure.withLock { $0 = error }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        return results.withLock { results in (0..<threads).flatMap { results[$0] ?? [] } }
    }
}
