import Compute
import Foundation
import Testing

@Suite struct MatrixTests {
    @Test(arguments: [(1, 1, 1), (3, 5, 7), (17, 4, 33), (1, 384, 96)])
    func linearLayerAgreesWithTheDefinition(rows: Int, inputs: Int, outputs: Int) throws {
        let weights = randomValues(outputs * inputs, seed: 1)
        let bias = randomValues(outputs, seed: 2)
        let values = randomValues(rows * inputs, seed: 3)
        let layer = try Linear(inputs: inputs, outputs: outputs, weights: weights, bias: bias)
        let expected = (0..<rows).flatMap { row in
            (0..<outputs).map { output in
                (0..<inputs).reduce(bias[output]) { sum, index in
                    sum + values[row * inputs + index] * weights[output * inputs + index]
                }
            }
        }
        expectClose(try layer(values, rows: rows), expected)
    }

    @Test func viewsSelectColumnsOfAWiderMatrix() throws {
        let wide = randomValues(4 * 10, seed: 4)
        let right = randomValues(3 * 2, seed: 5)
        let left = MatrixView(wide, rows: 4, columns: 3, stride: 10, offset: 6)
        var result = [Float](repeating: 7, count: 4 * 5)
        try Matrix.multiply(
            left, MatrixView(right, rows: 3, columns: 2), into: &result, resultStride: 5,
            resultOffset: 2)
        for row in 0..<4 {
            for column in 0..<5 {
                let inside = (2..<4).contains(column)
                let expected =
                    inside
                    ? (0..<3).reduce(Float(0)) {
                        $0 + wide[row * 10 + 6 + $1] * right[$1 * 2 + column - 2]
                    } : 7
                #expect(abs(result[row * 5 + column] - expected) < 1e-5)
            }
        }
    }

    @Test func refusesMatricesLargerThanTheirArrays() {
        var result = [Float](repeating: 0, count: 4)
        let small = MatrixView([1, 2, 3], rows: 2, columns: 2)
        #expect(throws: ComputeError.self) {
            try Matrix.multiply(small, transposed: small, into: &result)
        }
        let outside = MatrixView([1, 2, 3, 4], rows: 2, columns: 2, offset: 5)
        #expect(throws: ComputeError.self) {
            try Matrix.multiply(outside, transposed: outside, into: &result)
        }
        let fitting = MatrixView([1, 2, 3, 4], rows: 2, columns: 2)
        var short = [Float](repeating: 0, count: 3)
        #expect(throws: ComputeError.self) {
            try Matrix.multiply(fitting, transposed: fitting, into: &short)
        }
        #expect(throws: ComputeError.self) {
            _ = try Linear(inputs: 2, outputs: 2, weights: [1], bias: [0, 0])
        }
    }

    @Test func elementwiseStepsFollowTheirFormulas() throws {
        var values: [Float] = [-2, -0.5, 0, 0.5, 2]
        Activation.gelu(&values)
        expectClose(
            values,
            [-2, -0.5, 0, 0.5, 2].map { Float(0.5 * $0 * (1 + erf($0 / 2.0.squareRoot()))) },
            within: 1e-6)

        var rows: [Float] = [1, 2, 3, 1000, 1000, 1000]
        try Activation.softmax(&rows, rows: 2)
        let sum = exp(-2.0) + exp(-1.0) + 1
        expectClose(
            rows,
            [exp(-2.0) / sum, exp(-1.0) / sum, 1 / sum, 1.0 / 3, 1.0 / 3, 1.0 / 3].map(Float.init),
            within: 1e-6)

        var states: [Float] = [1, 2, 3, 4]
        try Activation.layerNorm(
            &states, rows: 1, gain: [1, 1, 1, 2], bias: [0, 0, 0, 1], epsilon: 0)
        let deviation = 1.25.squareRoot()
        expectClose(
            states,
            [-1.5 / deviation, -0.5 / deviation, 0.5 / deviation, 3 / deviation + 1].map(
                Float.init),
            within: 1e-6)
        #expect(throws: ComputeError.self) {
            try Activation.layerNorm(
                &states, rows: 2, gain: [1, 1, 1], bias: [0, 0, 0], epsilon: 0)
        }
    }
}
