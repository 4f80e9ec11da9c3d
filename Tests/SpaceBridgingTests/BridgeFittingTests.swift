import Encoding
import TestSupport
import Testing

@testable import SpaceBridging

@Suite struct BridgeFittingTests {
    private static let dimension = 48

    /// A space that is the other one turned, with some noise: the way back is found, and texts about
    /// subjects that the fit never saw find themselves.
    @Test func aRotationIsRecovered() throws {
        var spaces = try TextSpaces(.standard(), dimension: Self.dimension)
        let rotation = TextSpaces.rotation(Self.dimension, seed: 2)
        let source = spaces.turned(by: rotation, noise: 0.05)
        let result = try BridgeFitting(
            from: source, to: spaces.image, subjects: spaces.subjects
        ).run()
        #expect(result.score.recall(at: 1) > 0.95, "\(result.score.recall(at: 1))")
        #expect(result.score.recall(at: 10) > 0.99)
        #expect(result.fitted + result.score.count == spaces.subjects.count)
        // The way back is the transposed rotation.
        var error: Float = 0
        for row in 0..<Self.dimension {
            for column in 0..<Self.dimension {
                let difference =
                    result.map.weight[row * Self.dimension + column] - rotation[column][row]
                error += difference * difference
            }
        }
        #expect(error < 0.05 * Float(Self.dimension), "\(error)")
    }

    /// The spaces' lengths may differ; what a space doesn't tell apart can't be found.
    @Test func aSmallerAndNoisierSpaceFindsLess() throws {
        var spaces = try TextSpaces(.standard(), dimension: Self.dimension)
        // The first rows alone: the audio space is smaller.
        let axes = Array(TextSpaces.rotation(Self.dimension, seed: 2).prefix(40))
        func result(_ noise: Float) throws -> BridgeFitting.Result {
            try BridgeFitting(
                from: spaces.turned(by: axes, noise: noise), to: spaces.image,
                subjects: spaces.subjects
            ).run()
        }
        let (clear, noisy) = (try result(0.02), try result(1.5))
        #expect(clear.map.inputs == 40 && clear.map.outputs == Self.dimension)
        #expect(clear.score.recall(at: 1) > 0.5)
        #expect(clear.score.recall(at: 1) > noisy.score.recall(at: 1) + 0.2)
    }

    @Test func unrelatedSpacesAreBridgedNoBetterThanChance() throws {
        var spaces = try TextSpaces(.standard(), dimension: Self.dimension)
        let result = try BridgeFitting(
            from: spaces.unrelated(dimension: 20), to: spaces.image, subjects: spaces.subjects
        ).run()
        #expect(result.score.recall(at: 10) < 0.02)
    }

    @Test func theSameComesOutAgain() throws {
        var spaces = try TextSpaces(.standard(), dimension: 12)
        let source = spaces.turned(by: TextSpaces.rotation(12, seed: 2), noise: 0.3)
        let fitting = try BridgeFitting(from: source, to: spaces.image, subjects: spaces.subjects)
        let (first, second) = (try fitting.run(), try fitting.run())
        #expect(first.map.weight == second.map.weight && first.map.bias == second.map.bias)
        #expect(first.score == second.score && first.penalty == second.penalty)
    }

    @Test func tooFewTextsAreRefused() throws {
        let few = BridgeCorpus(Array(try BridgeCorpus.standard().texts.prefix(150)))
        let spaces = try TextSpaces(few, dimension: 8)
        let subjects = Set(spaces.subjects).count
        #expect(throws: BridgingError.tooFewTexts(150, subjects: subjects)) {
            try BridgeFitting(from: spaces.image, to: spaces.image, subjects: spaces.subjects)
        }
        // Many texts about one subject are no better.
        let all = try TextSpaces(.standard(), dimension: 8)
        let one = [Int](repeating: 0, count: all.subjects.count)
        #expect(throws: BridgingError.tooFewTexts(one.count, subjects: 1)) {
            try BridgeFitting(from: all.image, to: all.image, subjects: one)
        }
    }

    @Test(arguments: [Float(0.5), .nan, .infinity])
    func vectorsThatAreAllTheSameAreRefused(value: Float) throws {
        let spaces = try TextSpaces(.standard(), dimension: 4)
        var same = VectorTable(width: 4)
        for _ in spaces.subjects { same.append([value, 0.5, 0.5, 0.5]) }
        #expect(throws: BridgingError.allTheSame(.audio)) {
            try BridgeFitting(from: same, to: spaces.image, subjects: spaces.subjects)
        }
        #expect(throws: BridgingError.allTheSame(.image)) {
            try BridgeFitting(from: spaces.image, to: same, subjects: spaces.subjects)
        }
    }

    @Test func whatStopsTheProgressStopsTheFit() throws {
        struct Stop: Error {}
        let spaces = try TextSpaces(.standard(), dimension: 8)
        let fitting = try BridgeFitting(
            from: spaces.image, to: spaces.image, subjects: spaces.subjects)
        var steps: [Int] = []
        #expect(throws: Stop.self) {
            try fitting.run { done, all in
                steps.append(done)
                #expect(all == 25)
                if done == 3 { throw Stop() }
            }
        }
        #expect(steps == [0, 1, 2, 3])
    }

    /// Equal scores are no find.
    @Test func aMapToOnePointFindsNothing() throws {
        let spaces = try TextSpaces(.standard(), dimension: 4)
        let point = LinearMap(
            inputs: 4, outputs: 4, weight: [Float](repeating: 0, count: 16), bias: [1, 0, 0, 0])
        let score = try RetrievalScore(
            queries: spaces.image, candidates: spaces.image, map: point)
        #expect(score.recall(at: 10) == 0)
        #expect(score.ranks.allSatisfy { $0 == spaces.image.count })
    }
}
