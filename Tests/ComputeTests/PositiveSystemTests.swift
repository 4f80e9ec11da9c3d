import Compute
import TestSupport
import Testing

@Suite struct PositiveSystemTests {
    @Test(arguments: [1, 2, 7, 40])
    func solvesWhatItMultiplies(size: Int) throws {
        var random = SeededGenerator(seed: 4)
        func values(_ count: Int) -> [Double] {
            (0..<count).map { _ in Double.random(in: -1...1, using: &random) }
        }
        let root = values(size * size)
        // rootᵀ · root is positive; a little more keeps it away from zero.
        var matrix = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0..<size {
                for inner in 0..<size {
                    matrix[row * size + column] +=
                        root[inner * size + row] * root[inner * size + column]
                }
            }
            matrix[row * size + row] += 0.1
        }
        let expected = values(size * 3)
        var right = [Double](repeating: 0, count: size * 3)
        for row in 0..<size {
            for column in 0..<3 {
                for inner in 0..<size {
                    right[row * 3 + column] +=
                        matrix[row * size + inner] * expected[inner * 3 + column]
                }
            }
        }
        let found = try #require(PositiveSystem(matrix, size: size)).solution(for: right)
        for (value, wanted) in zip(found, expected) { #expect(abs(value - wanted) < 1e-8) }
    }

    @Test(arguments: [
        [0, 0, 0, 0], [1, 2, 2, 1], [-1, 0, 0, 1], [.nan, 0, 0, 1], [1, 1, 1, 1],
    ])
    func whatIsNotPositiveIsRefused(matrix: [Double]) {
        let system = PositiveSystem(matrix, size: 2)
        #expect(system == nil)
    }
}
