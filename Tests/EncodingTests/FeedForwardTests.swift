import Compute
import Testing

@testable import Encoding

@Suite struct FeedForwardTests {
    /// Rows are widened some at a time, which must not show.
    @Test(arguments: [0, 1, 255, 256, 257, 700]) func addsWhatEachRowGives(rows: Int) throws {
        let (width, size) = (12, 20)
        func values(_ count: Int, _ factor: Int) -> [Float] {
            (0..<count).map { Float($0 * factor % 29) / 29 - 0.5 }
        }
        func linear(_ inputs: Int, _ outputs: Int, _ factor: Int) throws -> Linear {
            try Linear(
                inputs: inputs, outputs: outputs, weights: values(inputs * outputs, factor),
                bias: values(outputs, factor + 1))
        }
        let feedForward = FeedForward(
            widening: try linear(width, size, 3), narrowing: try linear(size, width, 5),
            activation: .gelu)
        let states = values(rows * width, 7)
        var sums = states
        try feedForward.add(to: &sums, rows: rows)
        for row in 0..<rows {
            let range = row * width..<(row + 1) * width
            let added = try feedForward(Array(states[range]), rows: 1)
            for (index, value) in zip(range, added) {
                #expect(abs(sums[index] - states[index] - value) < 1e-5)
            }
        }
    }
}
