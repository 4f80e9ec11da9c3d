import Compute
import MediaTypes
import Testing

extension KernelTests {
    /// Fully connected layers in every precision, at every level.
    @Suite(.serialized) struct LinearTests {
        private struct Layer {
            let rows, inputs, outputs: Int
            let values, weights, bias: [Float]

            init(rows: Int, inputs: Int, outputs: Int) {
                self.rows = rows
                self.inputs = inputs
                self.outputs = outputs
                values = randomValues(rows * inputs, seed: 1)
                weights = randomValues(outputs * inputs, seed: 2)
                bias = randomValues(outputs, seed: 3)
            }

            func packed(_ precision: Precision) throws -> Linear {
                try Linear(
                    inputs: inputs, outputs: outputs, weights: weights, bias: bias,
                    precision: precision)
            }

            /// In 64 bits.
            var expected: [Float] {
                (0..<rows).flatMap { row in
                    (0..<outputs).map { output in
                        let sum = (0..<inputs).reduce(0.0) { sum, index in
                            sum + Double(values[row * inputs + index])
                                * Double(weights[output * inputs + index])
                        }
                        return Float(sum + Double(bias[output]))
                    }
                }
            }
        }

        /// Around the sizes of tiles, panels, words and vectors.
        private static let shapes = [
            (1, 1, 1), (2, 3, 5), (5, 16, 32), (12, 31, 33), (13, 64, 70), (25, 66, 31),
            (40, 95, 64),
        ].map { Layer(rows: $0, inputs: $1, outputs: $2) }

        private static let tolerance: [Precision: Double] = [
            .f32: 1e-6, .bf16: 4e-3, .int8: 1e-2,
        ]

        @Test(arguments: KernelLevel.supported, Precision.allCases)
        func productsAreAsNearAsThePrecisionAllows(
            level: KernelLevel, precision: Precision
        ) throws {
            for layer in Self.shapes {
                let packed = try layer.packed(precision)
                var result: [Float] = []
                try KernelTests.at(level) { result = try packed(layer.values, rows: layer.rows) }
                let difference = relativeDistance(result, layer.expected)
                #expect(
                    difference <= Self.tolerance[precision] ?? 0,
                    "\(layer.rows) × \(layer.inputs) × \(layer.outputs): \(difference)")
            }
        }

        /// In any company a row has the same result, to the last bit.
        @Test(arguments: KernelLevel.supported, Precision.allCases)
        func rowsDoNotDependOnEachOther(level: KernelLevel, precision: Precision) throws {
            for layer in Self.shapes {
                let packed = try layer.packed(precision)
                try KernelTests.at(level) {
                    let together = try packed(layer.values, rows: layer.rows)
                    let alone = try (0..<layer.rows).flatMap { row in
                        let start = row * layer.inputs
                        return try packed(
                            Array(layer.values[start..<start + layer.inputs]), rows: 1)
                    }
                    #expect(together == alone)
                }
            }
        }

        @Test(arguments: KernelLevel.supported, Precision.allCases)
        func normalisationActivationAndSumAreFused(
            level: KernelLevel, precision: Precision
        ) throws {
            let layer = Layer(rows: 14, inputs: 40, outputs: 35)
            let packed = try layer.packed(precision)
            let norm = try LayerNormalization(
                gain: randomValues(40, seed: 4), bias: randomValues(40, seed: 5), epsilon: 1e-5)
            let before = randomValues(14 * 50, seed: 6)
            for function in [Activation.Function.none, .gelu, .quickGELU, .geluTanh, .rectifier] {
                try KernelTests.at(level) {
                    var normed = layer.values
                    try norm.apply(to: &normed, rows: 14)
                    var separate = try packed(normed, rows: 14)
                    switch function {
                    case .none: break
                    case .gelu: Activation.gelu(&separate)
                    case .quickGELU: Activation.quickGELU(&separate)
                    case .geluTanh: Activation.geluTanh(&separate)
                    case .rectifier: Activation.rectify(&separate)
                    }
                    var fused = before
                    try Workspace.borrow { workspace in
                        try workspace.pack(
                            MatrixView(layer.values, rows: 14, columns: 40),
                            precision: precision, normalizedBy: norm)
                        try workspace.multiply(
                            by: packed, activation: function, adding: true, into: &fused,
                            stride: 50, offset: 7)
                    }
                    var expected = before
                    for row in 0..<14 {
                        for column in 0..<35 {
                            expected[row * 50 + 7 + column] += separate[row * 35 + column]
                        }
                    }
                    expectClose(fused, expected, within: 1e-5)
                }
            }
        }

        /// Rows of one value, of zeros, and of values far apart.
        @Test(arguments: KernelLevel.supported, Precision.allCases)
        func unusualRowsAreMultiplied(level: KernelLevel, precision: Precision) throws {
            let layer = try Linear(
                inputs: 4, outputs: 1, weights: [1, 1, 1, 1], bias: [0.5], precision: precision)
            let rows: [[Float]] = [
                [3, 3, 3, 3], [0, 0, 0, 0], [-1e30, 0, 0, 1e30], [-1e-30, 0, 0, 0], [7, 0, 0, -7],
            ]
            try KernelTests.at(level) {
                for row in rows {
                    let result = try layer(row, rows: 1)[0]
                    let sum = 0.5 + row.reduce(0, +)
                    let largest = row.map { abs($0) }.max() ?? 0
                    #expect(abs(result - sum) <= 0.02 * largest + 1e-6, "\(row): \(result)")
                }
            }
        }

        @Test func whatDoesNotFitIsRefused() throws {
            let layer = try Layer(rows: 2, inputs: 8, outputs: 4).packed(.bf16)
            try Workspace.borrow { workspace in
                let rows = MatrixView([Float](repeating: 1, count: 16), rows: 2, columns: 8)
                var result = [Float](repeating: 0, count: 8)
                try workspace.pack(rows, precision: .f32)
                #expect(throws: ComputeError.self, "another precision") {
                    try workspace.multiply(by: layer, into: &result)
                }
                try workspace.pack(rows, precision: .bf16)
                try workspace.multiply(by: layer, into: &result)
                for (stride, offset) in [(3, 0), (5, 0), (4, 1), (4, -1), (.max, 0)] {
                    #expect(throws: ComputeError.self, "\(stride), \(offset)") {
                        try workspace.multiply(
                            by: layer, into: &result, stride: stride, offset: offset)
                    }
                }
                for view in [
                    MatrixView([1, 2], rows: 2, columns: 8),
                    MatrixView([1, 2], rows: -1, columns: 2),
                    MatrixView([1, 2], rows: 1, columns: 2, offset: 1),
                    MatrixView([1, 2], rows: 1, columns: 2, offset: 3),
                    MatrixView([1, 2], rows: .max, columns: 2),
                ] {
                    #expect(throws: ComputeError.self) {
                        try workspace.pack(view, precision: .int8)
                    }
                }
                #expect(throws: ComputeError.self, "what could not be packed") {
                    try workspace.multiply(by: layer, into: &result)
                }
            }
            #expect(throws: ComputeError.self) {
                _ = try Linear(
                    inputs: 70_000, outputs: 1, weights: [Float](repeating: 0, count: 70_000),
                    bias: [0], precision: .int8)
            }
        }
    }
}

/// How long the difference of two vectors is, by the length of the second.
private func relativeDistance(_ values: [Float], _ expected: [Float]) -> Double {
    guard values.count == expected.count else { return .infinity }
    func squares(_ values: [Float]) -> Double {
        values.reduce(0) { $0 + Double($1) * Double($1) }
    }
    return (squares(zip(values, expected).map { $0 - $1 }) / squares(expected)).squareRoot()
}
