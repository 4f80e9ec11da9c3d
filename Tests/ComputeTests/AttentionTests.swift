import Compute
import Foundation
import Testing

extension KernelTests {
    /// Attention and the element-wise steps, at every level.
    @Suite(.serialized) struct AttentionTests {
        /// By the definition, in 64 bits.
        private func expected(
            _ queries: [Float], _ keys: [Float], _ values: [Float], columns: Int, isCausal: Bool
        ) -> [Float] {
            let keyCount = keys.count / columns
            return (0..<queries.count / columns).flatMap { row in
                let seen = isCausal ? min(row + 1, keyCount) : keyCount
                let powers = (0..<seen).map { key in
                    exp(
                        0.3
                            * (0..<columns).reduce(0.0) {
                                $0 + Double(queries[row * columns + $1])
                                    * Double(keys[key * columns + $1])
                            })
                }
                let total = powers.reduce(0, +)
                return (0..<columns).map { column in
                    Float(
                        (0..<seen).reduce(0.0) {
                            $0 + powers[$1] / total * Double(values[$1 * columns + column])
                        })
                }
            }
        }

        @Test(arguments: KernelLevel.supported, [false, true])
        func attentionFollowsItsDefinition(level: KernelLevel, isCausal: Bool) throws {
            for (rows, keyCount, columns) in [
                (1, 1, 1), (1, 50, 64), (3, 3, 8), (13, 13, 32), (50, 50, 64), (33, 33, 40),
                (7, 70, 5),
            ] {
                let queries = randomValues(rows * columns, seed: 1)
                let keys = randomValues(keyCount * columns, seed: 2)
                let values = randomValues(keyCount * columns, seed: 3)
                // The result is a few columns of a wider matrix.
                let stride = columns + 9
                var result = [Float](repeating: 7, count: rows * stride)
                try KernelTests.at(level) {
                    try Workspace.borrow { workspace in
                        try workspace.attend(
                            queries: MatrixView(queries, rows: rows, columns: columns),
                            keys: MatrixView(keys, rows: keyCount, columns: columns),
                            values: MatrixView(values, rows: keyCount, columns: columns),
                            scale: 0.3, isCausal: isCausal, into: &result, stride: stride, offset: 4
                        )
                    }
                }
                let inside = (0..<rows).flatMap {
                    result[$0 * stride + 4..<$0 * stride + 4 + columns]
                }
                expectClose(
                    inside,
                    expected(queries, keys, values, columns: columns, isCausal: isCausal),
                    within: 2e-6)
                let outside = result.indices.filter {
                    !(4..<4 + columns).contains($0 % stride)
                }
                #expect(outside.allSatisfy { result[$0] == 7 })
            }
        }

        @Test(arguments: KernelLevel.supported)
        func largeScoresDoNotOverflow(level: KernelLevel) throws {
            var result = [Float](repeating: 0, count: 2)
            try KernelTests.at(level) {
                try Workspace.borrow { workspace in
                    try workspace.attend(
                        queries: MatrixView([1e4, 0], rows: 1, columns: 2),
                        keys: MatrixView([1e4, 0, -1e4, 0, 0, 1], rows: 3, columns: 2),
                        values: MatrixView([1, 2, 3, 4, 5, 6], rows: 3, columns: 2), scale: 1,
                        isCausal: false, into: &result, stride: 2, offset: 0)
                }
            }
            #expect(result == [1, 2])
        }

        @Test func matricesThatDoNotFitAreRefused() throws {
            let two = MatrixView([1, 2, 3, 4], rows: 2, columns: 2)
            let three = MatrixView([1, 2, 3, 4, 5, 6], rows: 3, columns: 2)
            let short = MatrixView([1, 2, 3], rows: 2, columns: 2)
            var result = [Float](repeating: 0, count: 4)
            func attend(_ queries: MatrixView, _ keys: MatrixView, _ values: MatrixView) throws {
                try Workspace.borrow { workspace in
                    try workspace.attend(
                        queries: queries, keys: keys, values: values, scale: 1, isCausal: false,
                        into: &result, stride: 2, offset: 0)
                }
            }
            try attend(two, three, three)
            #expect(throws: ComputeError.self, "the result is short") {
                try attend(three, two, two)
            }
            #expect(throws: ComputeError.self) { try attend(short, two, two) }
            #expect(throws: ComputeError.self) { try attend(two, short, two) }
            #expect(throws: ComputeError.self) { try attend(two, two, three) }
            #expect(throws: ComputeError.self) {
                try attend(two, MatrixView([1, 2], rows: 2, columns: 1), two)
            }
        }

        @Test(arguments: KernelLevel.supported)
        func activationsFollowTheirFormulas(level: KernelLevel) throws {
            let inputs =
                (-400...400).map { Float($0) / 20 } + [-100, 100, -1e-20, 1e-20, 1e10, -1e10]
            var gelu = inputs
            var quick = inputs
            var byTanh = inputs
            KernelTests.at(level) {
                Activation.gelu(&gelu)
                Activation.geluTanh(&byTanh)
                Activation.quickGELU(&quick)
            }
            for (index, input) in inputs.enumerated() {
                let x = Double(input)
                let exact = 0.5 * x * (1 + erf(x / 2.0.squareRoot()))
                #expect(abs(Double(gelu[index]) - exact) <= 1e-6 * max(1, abs(x)), "gelu(\(x))")
                let approximate = x / (1 + exp(-1.702 * x))
                #expect(
                    abs(Double(quick[index]) - approximate) <= 1e-6 * max(1, abs(x)),
                    "quick gelu(\(x))")
                let tanhForm =
                    x / 2 * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
                #expect(
                    abs(Double(byTanh[index]) - tanhForm) <= 1e-6 * max(1, abs(x)),
                    "gelu by tanh(\(x))")
            }
        }

        @Test(arguments: KernelLevel.supported)
        func rowsAreNormalisedAndMadeShares(level: KernelLevel) throws {
            for columns in [1, 5, 16, 33, 100] {
                let inputs = randomValues(3 * columns, seed: 9)
                let gain = randomValues(columns, seed: 10)
                let bias = randomValues(columns, seed: 11)
                var normed = inputs
                var shares = inputs
                try KernelTests.at(level) {
                    try Activation.layerNorm(
                        &normed, rows: 3, gain: gain, bias: bias, epsilon: 1e-5)
                    try Activation.softmax(&shares, rows: 3)
                }
                for row in 0..<3 {
                    let values = inputs[row * columns..<(row + 1) * columns].map(Double.init)
                    let mean = values.reduce(0, +) / Double(columns)
                    let variance =
                        values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(columns)
                    let total = values.reduce(0) { $0 + exp($1) }
                    for (column, value) in values.enumerated() {
                        let place = row * columns + column
                        let normal =
                            (value - mean) / (variance + 1e-5).squareRoot() * Double(gain[column])
                            + Double(bias[column])
                        #expect(abs(Double(normed[place]) - normal) <= 1e-5)
                        #expect(abs(Double(shares[place]) - exp(value) / total) <= 1e-6)
                    }
                }
            }
        }
    }
}
