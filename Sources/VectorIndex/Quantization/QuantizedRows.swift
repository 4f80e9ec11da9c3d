import CXXHash
import Compute

/// Vectors as rows of codes; see `Quantizer`.
struct QuantizedRows: Sendable {
    /// The upper eight bits, less 128.
    let codes: RowTable<UInt8>
    /// The lower four bits, two values a byte.
    let lowCodes: RowTable<UInt8>
    let factors: RowTable<RowFactors>

    var stride: Int { codes.width }
    var count: Int { codes.rowCount }

    /// Scores rows for a walk: `scores[i]` becomes the score of row `numbers[i]`.
    /// - Precondition: all of them are rows, and `sums` and `scores` have room for them.
    @inline(__always)
    func score(
        _ query: WalkQuery, _ numbers: UnsafeBufferPointer<UInt32>,
        sums: UnsafeMutableBufferPointer<Int32>, scores: UnsafeMutableBufferPointer<Float>
    ) {
        QuantizedProduct.dot(
            query.codes, rows: UnsafeBufferPointer(codes.elements), ids: numbers, sums: sums)
        for index in 0..<numbers.count {
            scores[index] = query.score(sums[index], factors[Int(numbers[index])])
        }
    }

    /// Asks for the lower bits of a row ahead of their use.
    func prefetchLowCodes(_ number: Int) {
        let start = lowCodes.address(number)
        for offset in Swift.stride(from: 0, to: lowCodes.width, by: 64) {
            QuantizedProduct.prefetch(start + offset)
        }
    }

    /// Of a row and the id that it belongs to.
    func checksum(of number: Int, id: Int64) -> UInt32 {
        var factors = factors[number]
        var id = id
        var hash = XXH3_64bits(&id, MemoryLayout<Int64>.size)
        hash = XXH3_64bits_withSeed(&factors, MemoryLayout<RowFactors>.size, hash)
        let row = codes.row(number)
        hash = XXH3_64bits_withSeed(row.baseAddress, row.count, hash)
        let low = lowCodes.row(number)
        return UInt32(truncatingIfNeeded: XXH3_64bits_withSeed(low.baseAddress, low.count, hash))
    }
}
