import Compute
import Testing

extension KernelTests {
    @Suite(.serialized) struct DotProductTests {
        static let lengths = [
            0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 100, 384, 511, 512, 1027,
        ]

        private func values(_ count: Int, seed: UInt64) -> [Float] {
            var state = seed
            return (0..<count).map { _ in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return Float(Int32(truncatingIfNeeded: state >> 32)) / Float(Int32.max)
            }
        }

        private func reference(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
            zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        }

        @Test(arguments: KernelLevel.supported)
        func dotMatchesDoublePrecision(level: KernelLevel) {
            KernelTests.at(level) {
                for length in Self.lengths {
                    // Offsets put the vectors on every alignment that a Float can have.
                    for offset in 0..<4 {
                        let a = values(length + offset, seed: 1)[offset...]
                        let b = values(length + 3, seed: 2)[3...]
                        let got = DotProduct.dot(a.span, b.span)
                        let tolerance = 1e-6 * Double(max(1, length))
                        #expect(abs(Double(got) - reference(a, b)) <= tolerance, "length \(length)")
                    }
                }
            }
        }

        @Test(arguments: KernelLevel.supported)
        func scanEqualsDotForEveryRowCount(level: KernelLevel) {
            KernelTests.at(level) {
                for dimension in Self.lengths where dimension > 0 {
                    let query = values(dimension, seed: 3)
                    for rowCount in 0...9 {
                        let rows = values(rowCount * dimension + 1, seed: 4)[1...]
                        // Guards beside the scores show that nothing else is written.
                        var scores = [Float](repeating: 77, count: rowCount + 2)
                        scores.withUnsafeMutableBufferPointer { buffer in
                            let inner = UnsafeMutableBufferPointer(
                                rebasing: buffer[1..<(rowCount + 1)])
                            var span = inner.mutableSpan
                            DotProduct.scan(query: query.span, rows: rows.span, scores: &span)
                        }
                        #expect(scores.first == 77 && scores.last == 77)
                        for row in 0..<rowCount {
                            let start = 1 + row * dimension
                            let one = rows[start..<(start + dimension)]
                            let expected = DotProduct.dot(query.span, one.span)
                            #expect(
                                scores[row + 1] == expected,
                                "\(dimension) x \(rowCount), row \(row)")
                        }
                    }
                }
            }
        }

        @Test(arguments: KernelLevel.supported)
        func nothingBeyondTheLengthCounts(level: KernelLevel) {
            KernelTests.at(level) {
                for length in Self.lengths {
                    let a = values(length, seed: 5) + [Float](repeating: .nan, count: 40)
                    let b = values(length, seed: 6) + [Float](repeating: .nan, count: 40)
                    let got = DotProduct.dot(
                        a.span.extracting(..<length), b.span.extracting(..<length))
                    #expect(got.isFinite, "length \(length)")
                }
            }
        }
    }
}
