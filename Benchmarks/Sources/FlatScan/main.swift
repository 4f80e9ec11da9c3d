import Foundation
import MediaTypes
import VectorIndex

// How much of one core's memory bandwidth an exact scan reaches, at every precision.
//
//     swift run -c release FlatScan
//
// The bandwidth is that of adding up as many bytes as 64-bit numbers, measured in turns with the
// scans; both by processor time.
let count = 200_000
let dimension = 512
let passes = 8

func cpuSeconds(_ body: () throws -> Void) rethrows -> Double {
    func now() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
    }
    let start = now()
    try body()
    return now() - start
}

func vector() -> [Float] { (0..<dimension).map { _ in .random(in: -1...1) } }
// A few thousand different rows are enough: a scan doesn't know.
let rows = (0..<4096).compactMap { _ in Embedding(normalizing: vector()) }
guard let query = Embedding(normalizing: vector()) else { exit(1) }

print("| precision | bytes a vector | scan, GB/s | bandwidth, GB/s | ratio | queries/s |")
print("| --- | --- | --- | --- | --- | --- |")
for (precision, bytes) in [(FlatPrecision.float32, 4), (.float16, 2), (.int8, 1)] {
    var index = FlatIndex(dimension: dimension, precision: precision)
    index.reserveCapacity(count)
    for id in 0..<count { try index.append(id: Int64(id), rows[id % rows.count].values) }
    let size = Double(count * dimension * bytes)
    let words = [UInt64](repeating: 1, count: count * dimension * bytes / 8)
    var sum: UInt64 = 0
    var scan = Double.infinity
    var read = Double.infinity
    for _ in 0..<passes {
        scan = min(scan, try cpuSeconds { _ = try index.search(query, limit: 10) })
        read = min(
            read,
            cpuSeconds {
                words.withUnsafeBufferPointer { words in
                    for word in words { sum &+= word }
                }
            })
    }
    guard sum > 0 else { exit(1) }
    print(
        String(
            format: "| %@ | %d | %.1f | %.1f | %.2f | %.0f |", "\(precision)", dimension * bytes,
            size / scan / 1e9, size / read / 1e9, read / scan, 1 / scan))
}
