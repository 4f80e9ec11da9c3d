import Compute

/// Rows of 8-bit codes, each in steps of its own.
struct Int8Rows: FlatRows {
    private let stride: Int
    private var codes: [UInt8] = []
    private var scales: [Float] = []

    init(dimension: Int) {
        stride = Quantizer.stride(dimension: dimension)
    }

    mutating func reserveCapacity(_ count: Int) {
        codes.reserveCapacity(count * stride)
        scales.reserveCapacity(count)
    }

    mutating func append(_ vector: [Float]) {
        let query = FlatQuery(vector)
        codes.append(contentsOf: query.codes.lazy.map { UInt8(bitPattern: $0) ^ Quantizer.zero })
        scales.append(query.scale)
    }

    func scan(_ query: FlatQuery, _ range: Range<Int>, scores: inout MutableSpan<Float>) {
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: range.count) { sums in
            query.codes.withUnsafeBufferPointer { query in
                codes.withUnsafeBufferPointer { codes in
                    let rows = (range.lowerBound * stride)..<(range.upperBound * stride)
                    QuantizedProduct.scan(
                        query, rows: UnsafeBufferPointer(rebasing: codes[rows]), sums: sums)
                }
            }
            for index in 0..<range.count {
                scores[index] =
                    query.scale * scales[range.lowerBound + index]
                    * Float(sums[index] &+ query.correction)
            }
        }
    }
}
