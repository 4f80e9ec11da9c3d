import Compute
import Foundation
import TestSupport
import Testing

/// Steps of gated transformers and conformers against their formulas in doubles.
@Suite struct GatedStepsTests {
    private let values = (0..<400).map { Float($0 - 200) / 8 } + [-1e4, 1e4, 0, 1e-6]

    private func random(_ count: Int, seed: UInt64) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in Float.random(in: -1...1, using: &generator) }
    }

    private func expect(
        _ found: [Float], _ expected: [Double], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(found.count == expected.count, sourceLocation: sourceLocation)
        for (value, wanted) in zip(found, expected) {
            #expect(
                abs(Double(value) - wanted) <= 2e-6 * max(1, abs(wanted)),
                sourceLocation: sourceLocation)
        }
    }

    @Test func unitsAndGates() throws {
        func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
        var units = values
        Activation.silu(&units)
        expect(units, values.map { Double($0) * sigmoid(Double($0)) })
        var gate = values
        try Activation.geluGate(&gate, values.map { $0 / 100 })
        expect(
            gate,
            values.map { value in
                let x = Double(value)
                return x * sigmoid(2 * (2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x))
                    * x / 100
            })
        expect(
            try Activation.gatedHalves([1, 2, 3, -4, 5, 6, -7, 8], columns: 4),
            [1 * sigmoid(3), 2 * sigmoid(-4), 5 * sigmoid(-7), 6 * sigmoid(8)])
        #expect(throws: ComputeError.self) { try Activation.gatedHalves([1, 2, 3], columns: 3) }
        #expect(throws: ComputeError.self) { try Activation.geluGate(&gate, [1]) }
    }

    @Test func rootMeanSquareAndRange() throws {
        var rows: [Float] = [3, 4, 0, 0]
        try Activation.rootMeanSquareNorm(&rows, columns: 2, gain: [1, 2], epsilon: 1e-6)
        expect(rows, [3 / 12.5.squareRoot(), 8 / 12.5.squareRoot(), 0, 0])
        #expect(throws: ComputeError.self) {
            try Activation.rootMeanSquareNorm(&rows, columns: 3, gain: nil, epsilon: 1e-6)
        }
        Activation.clip(&rows, to: 0.5...1)
        expect(rows, [3 / 12.5.squareRoot(), 1, 0.5, 0.5])
    }

    @Test func rotationKeepsLengthsAndCountsDistance() throws {
        let table = try RotaryTable(
            coordinates: [[0, 3, 5], [0, 1, 7]], headWidth: 8, base: 100)
        let one = random(8, seed: 1)
        let other = random(8, seed: 2)
        var rows = one + one + other
        try table.rotate(&rows, heads: 1)
        expect(Array(rows.prefix(8)), one.map(Double.init))
        // Column 1 turns with column 3, by the first coordinate over base^(2/4).
        let angle = 3 / 10.0
        expect(
            [rows[9], rows[11]],
            [
                Double(one[1]) * cos(angle) - Double(one[3]) * sin(angle),
                Double(one[3]) * cos(angle) + Double(one[1]) * sin(angle),
            ])
        func product(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Float {
            zip(a, b).map { $0 * $1 }.reduce(0, +)
        }
        let shifted = try RotaryTable(
            coordinates: [[10, 13, 15], [2, 3, 9]], headWidth: 8, base: 100)
        var moved = one + one + other
        try shifted.rotate(&moved, heads: 1)
        #expect(
            abs(product(rows[8..<16], rows[16...]) - product(moved[8..<16], moved[16...])) < 1e-5)
        #expect(throws: ComputeError.self) { try table.rotate(&rows, heads: 2) }
        #expect(throws: ComputeError.self) {
            try RotaryTable(coordinates: [[0], [0]], headWidth: 6, base: 100)
        }
    }

    @Test func convolutionSeesThePast() throws {
        let convolution = try CausalConvolution(
            columns: 2, kernel: 3, weights: [1, 10, 100, 2, 20, 200])
        expect(
            try convolution([1, 1, 2, 0, 3, 0, 4, 0]), [100, 200, 210, 20, 321, 2, 432, 0])
        #expect(throws: ComputeError.self) { try convolution([1]) }
    }

    @Test(arguments: [(past: 3, future: 0), (0, 2), (2, 1), (50, 50)])
    func attentionSeesNeighbours(past: Int, future: Int) throws {
        let (rows, heads, width) = (9, 2, 5)
        let count = rows * heads * width
        let (queries, keys) = (random(count, seed: 3), random(count, seed: 4))
        let values = random(count, seed: 5)
        let relative = random((past + future + 1) * heads * width, seed: 6)
        let found = try LocalAttention(
            heads: heads, headWidth: width, past: past, future: future, cap: 2)(
                queries: queries, keys: keys, values: values, relative: relative)
        var expected = [Double](repeating: 0, count: count)
        for row in 0..<rows {
            for head in 0..<heads {
                let seen = max(0, row - past)...min(rows - 1, row + future)
                let shares = seen.map { key in
                    let score = (0..<width).reduce(0.0) { sum, column in
                        let place = head * width + column
                        let query = Double(queries[row * heads * width + place])
                        let offset = (key - row + past) * heads * width + place
                        return sum
                            + query
                            * (Double(keys[key * heads * width + place])
                                + Double(relative[offset]))
                    }
                    return exp(2 * tanh(score / 2))
                }
                let total = shares.reduce(0, +)
                for (key, share) in zip(seen, shares) {
                    for column in 0..<width {
                        let place = head * width + column
                        expected[row * heads * width + place] +=
                            share / total * Double(values[key * heads * width + place])
                    }
                }
            }
        }
        expect(found, expected)
    }
}
