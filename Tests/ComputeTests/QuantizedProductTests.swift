import Compute
import Testing

extension KernelTests {
    /// Of 8-bit codes, 12-bit values and 16-bit floating-point numbers.
    @Suite(.serialized) struct QuantizedProductTests {
        private static let strides = [64, 128, 384, 512, 576, 1024]

        private func codes(_ count: Int, seed: UInt64) -> [UInt8] {
            var state = seed
            return (0..<count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return UInt8(truncatingIfNeeded: state >> 33)
            }
        }

        private func expected(_ query: [Int8], _ row: ArraySlice<UInt8>) -> Int32 {
            zip(query, row).reduce(0) { $0 + Int32($1.0) * Int32($1.1) }
        }

        @Test(arguments: KernelLevel.supported)
        func sumsOfCodesAreExact(level: KernelLevel) {
            KernelTests.at(level) {
                for stride in Self.strides {
                    // The extremes must not overflow on the way.
                    for query in [
                        codes(stride, seed: 1).map { Int8(bitPattern: $0) },
                        [Int8](repeating: -128, count: stride),
                        [Int8](repeating: 127, count: stride),
                    ] {
                        let rows =
                            codes(9 * stride, seed: 2) + [UInt8](repeating: 255, count: stride)
                        for count in 0...10 {
                            let ids = (0..<count).map { UInt32(($0 * 7 + 3) % 10) }
                            var sums = [Int32](repeating: 77, count: count + 1)
                            dot(query, rows, ids, &sums)
                            #expect(sums.last == 77)
                            for (sum, id) in zip(sums, ids) {
                                let start = Int(id) * stride
                                let row = rows[start..<(start + stride)]
                                #expect(sum == expected(query, row), "\(stride), \(count) rows")
                            }
                            var scanned = [Int32](repeating: 77, count: count)
                            scan(query, Array(rows[..<(count * stride)]), &scanned)
                            for (row, sum) in scanned.enumerated() {
                                let values = rows[(row * stride)..<((row + 1) * stride)]
                                #expect(sum == expected(query, values), "\(stride), \(count) rows")
                            }
                        }
                    }
                }
            }
        }

        @Test(arguments: KernelLevel.supported)
        func twelveBitProductsMatchDoublePrecision(level: KernelLevel) {
            KernelTests.at(level) {
                for stride in Self.strides {
                    let query = codes(stride, seed: 3).map { Float($0) / 128 - 1 }
                    let high = codes(stride, seed: 4)
                    let low = codes(stride / 2, seed: 5)
                    var sum = 0.0
                    for index in 0..<stride {
                        let byte = low[index / 64 * 32 + index % 32]
                        let lower = index % 64 < 32 ? byte & 15 : byte >> 4
                        sum += Double(query[index]) * Double(16 * Int(high[index]) + Int(lower))
                    }
                    let product = query.withUnsafeBufferPointer { query in
                        high.withUnsafeBufferPointer { high in
                            low.withUnsafeBufferPointer {
                                QuantizedProduct.dot(query, codes: high, lowCodes: $0)
                            }
                        }
                    }
                    #expect(abs(Double(product) - sum) <= 1e-3 * Double(stride), "\(stride)")
                }
            }
        }

        @Test(arguments: KernelLevel.supported)
        func halfPrecisionRowsMatchDoublePrecision(level: KernelLevel) {
            KernelTests.at(level) {
                for dimension in [1, 7, 8, 15, 16, 17, 31, 33, 64, 100, 384] {
                    let query = codes(dimension, seed: 6).map { Float($0) / 128 - 1 }
                    var rows = codes(5 * dimension, seed: 7).map { Float16($0) / 64 - 2 }
                    // Subnormal, negative zero and the largest.
                    rows[0] = .leastNonzeroMagnitude
                    rows[dimension] = -0.0
                    rows[2 * dimension] = .greatestFiniteMagnitude
                    rows[3 * dimension] = -.leastNormalMagnitude / 2
                    let patterns = rows.map(\.bitPattern)
                    var scores = [Float](repeating: 77, count: 5)
                    var span = scores.mutableSpan
                    QuantizedProduct.scan(query.span, halfRows: patterns.span, scores: &span)
                    for (row, score) in scores.enumerated() {
                        let sum = (0..<dimension).reduce(0.0) {
                            $0 + Double(query[$1]) * Double(rows[row * dimension + $1])
                        }
                        let tolerance = 1e-6 * max(Double(dimension), abs(sum))
                        #expect(abs(Double(score) - sum) <= tolerance, "\(dimension), row \(row)")
                    }
                }
            }
        }

        private func dot(
            _ query: [Int8], _ rows: [UInt8], _ ids: [UInt32], _ sums: inout [Int32]
        ) {
            query.withUnsafeBufferPointer { query in
                rows.withUnsafeBufferPointer { rows in
                    ids.withUnsafeBufferPointer { ids in
                        sums.withUnsafeMutableBufferPointer {
                            QuantizedProduct.dot(query, rows: rows, ids: ids, sums: $0)
                        }
                    }
                }
            }
        }

        private func scan(_ query: [Int8], _ rows: [UInt8], _ sums: inout [Int32]) {
            query.withUnsafeBufferPointer { query in
                rows.withUnsafeBufferPointer { rows in
                    sums.withUnsafeMutableBufferPointer {
                        QuantizedProduct.scan(query, rows: rows, sums: $0)
                    }
                }
            }
        }
    }
}
