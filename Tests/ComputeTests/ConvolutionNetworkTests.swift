import Compute
import Testing

@Suite struct ConvolutionNetworkTests {
    typealias Shape = ConvolutionNetworkBuilder.Shape

    private static func layer(
        _ inputs: Int, _ outputs: Int, kernel: Int = 3, stride: Int = 1,
        padding: ConvolutionLayer.Padding, groups: Int = 1,
        activation: ConvolutionLayer.Activation, seed: UInt64
    ) -> ConvolutionLayer {
        ConvolutionLayer(
            outputChannels: outputs, kernel: kernel, stride: stride, padding: padding,
            groups: groups, activation: activation,
            weights: randomValues(outputs * inputs / groups * kernel * kernel, seed: seed),
            bias: randomValues(outputs, seed: seed + 1))
    }

    static let layers: [ConvolutionLayer] = [
        layer(8, 16, padding: .init(all: 1), activation: .rectifier, seed: 1),
        layer(8, 5, kernel: 1, padding: .init(all: 0), activation: .none, seed: 2),
        layer(
            8, 8, kernel: 5, stride: 2,
            padding: .same(height: 12, width: 9, kernel: 5, stride: 2), groups: 8,
            activation: .clipped(0.5), seed: 3),
        layer(
            8, 24, kernel: 3, stride: 2,
            padding: .same(height: 12, width: 9, kernel: 3, stride: 2), activation: .none, seed: 4),
    ]

    @Test(arguments: layers.indices) func agreesWithTheDefinition(_ index: Int) throws {
        let layer = Self.layers[index]
        let shape = Shape(channels: 8, height: 12, width: 9)
        for batch in [1, 3] {
            var builder = try ConvolutionNetworkBuilder(batch: batch, input: shape)
            let node = try builder.convolution(layer, of: builder.input)
            let network = try builder.compile(outputs: [node])
            let input = randomValues(batch * shape.count, seed: 9)
            let result = try network.run(input)[0]
            let expected = (0..<batch).flatMap { item in
                NaiveConvolution(layer: layer)(
                    Array(input[item * shape.count..<(item + 1) * shape.count]), shape)
            }
            expectClose(result, expected)
        }
    }

    @Test func residualsAndReusedBuffersKeepTheirValues() throws {
        let shape = Shape(channels: 8, height: 7, width: 7)
        let same = ConvolutionLayer.Padding(all: 1)
        let first = Self.layer(8, 16, padding: same, activation: .clipped(6), seed: 11)
        let second = Self.layer(16, 16, padding: same, activation: .rectifier, seed: 12)
        let third = Self.layer(16, 16, padding: same, activation: .none, seed: 13)
        let fourth = Self.layer(16, 4, padding: same, activation: .none, seed: 14)
        var builder = try ConvolutionNetworkBuilder(batch: 1, input: shape)
        let a = try builder.convolution(first, of: builder.input)
        let b = try builder.convolution(second, of: a)
        let c = try builder.convolution(third, of: b, adding: a)
        let d = try builder.convolution(fourth, of: c)
        let pooled = try builder.pooling(.maximum, of: d, kernel: (2, 3), stride: (2, 2))
        let network = try builder.compile(outputs: [c, pooled])
        #expect(network.outputs[1] == Shape(channels: 4, height: 3, width: 3))

        let wide = Shape(channels: 16, height: 7, width: 7)
        for seed: UInt64 in [21, 22] {
            let input = randomValues(shape.count, seed: seed)
            let expectedA = NaiveConvolution(layer: first)(input, shape)
            let expectedB = NaiveConvolution(layer: second)(expectedA, wide)
            let expectedC = NaiveConvolution(layer: third)(expectedB, wide, residual: expectedA)
            let expectedD = NaiveConvolution(layer: fourth)(expectedC, wide)
            let results = try network.run(input)
            expectClose(results[0], expectedC)
            var maxima: [Float] = []
            for channel in 0..<4 {
                for y in 0..<3 {
                    for x in 0..<3 {
                        var largest = -Float.infinity
                        for row in 2 * y..<2 * y + 2 {
                            for column in 2 * x..<2 * x + 3 {
                                largest = max(largest, expectedD[(channel * 7 + row) * 7 + column])
                            }
                        }
                        maxima.append(largest)
                    }
                }
            }
            expectClose(results[1], maxima)
        }
    }

    @Test func averagesOverAWholeMap() throws {
        var builder = try ConvolutionNetworkBuilder(
            batch: 2, input: Shape(channels: 3, height: 4, width: 5))
        let pooled = try builder.pooling(
            .average, of: builder.input, kernel: (4, 5), stride: (1, 1))
        let network = try builder.compile(outputs: [pooled])
        let input = randomValues(2 * 60, seed: 5)
        let expected = (0..<6).map { input[$0 * 20..<($0 + 1) * 20].reduce(0, +) / 20 }
        expectClose(try network.run(input)[0], expected)
    }

    @Test func refusesWhatDoesNotFit() throws {
        let shape = Shape(channels: 3, height: 4, width: 4)
        #expect(throws: ComputeError.self) {
            _ = try ConvolutionNetworkBuilder(batch: 0, input: shape)
        }
        var builder = try ConvolutionNetworkBuilder(batch: 1, input: shape)
        let tooLarge = Self.layer(
            3, 2, kernel: 5, padding: .init(all: 0), activation: .none, seed: 1)
        #expect(throws: ComputeError.self) {
            _ = try builder.convolution(tooLarge, of: builder.input)
        }
        let wrongWeights = ConvolutionLayer(
            outputChannels: 2, kernel: 3, activation: .none, weights: [1, 2, 3], bias: [0, 0])
        #expect(throws: ComputeError.shapeMismatch("the weights do not fill their shape")) {
            _ = try builder.convolution(wrongWeights, of: builder.input)
        }
        let node = try builder.convolution(
            Self.layer(3, 2, padding: .init(all: 1), activation: .none, seed: 1), of: builder.input)
        let network = try builder.compile(outputs: [node])
        #expect(throws: ComputeError.self) { _ = try network.run([1, 2, 3]) }
    }

    @Test func severalThreadsShareANetwork() async throws {
        let shape = Shape(channels: 8, height: 12, width: 9)
        let layer = Self.layers[0]
        var builder = try ConvolutionNetworkBuilder(batch: 1, input: shape)
        let node = try builder.convolution(layer, of: builder.input)
        let network = try builder.compile(outputs: [node])
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seed in UInt64(0)..<8 {
                group.addTask {
                    let input = randomValues(shape.count, seed: seed)
                    let expected = NaiveConvolution(layer: layer)(input, shape)
                    for _ in 0..<10 { expectClose(try network.run(input)[0], expected) }
                }
            }
            try await group.waitForAll()
        }
    }
}
