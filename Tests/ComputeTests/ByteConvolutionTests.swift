import MediaTypes
import Testing

@testable import Compute

extension KernelTests {
    /// Networks that keep their values in bytes.
    @Suite(.serialized) struct ByteConvolutionTests {
        typealias Shape = ConvolutionNetworkBuilder.Shape

        private static let shape = Shape(channels: 3, height: 14, width: 11)

        private static func layer(
            _ inputs: Int, _ outputs: Int, activation: ConvolutionLayer.Activation = .rectifier,
            largest: Float? = nil, seed: UInt64
        ) -> ConvolutionLayer {
            ConvolutionLayer(
                outputChannels: outputs, kernel: 3, padding: .init(all: 1), activation: activation,
                weights: randomValues(outputs * inputs * 9, seed: seed),
                bias: randomValues(outputs, seed: seed + 1),
                largest: largest.map { [Float](repeating: $0, count: outputs) })
        }

        private static let layers = [
            layer(3, 16, largest: 10, seed: 1), layer(16, 24, largest: 60, seed: 2),
            layer(24, 8, activation: .none, seed: 3),
        ]

        private static func network(_ precision: Precision) throws -> ConvolutionNetwork {
            var builder = try ConvolutionNetworkBuilder(
                batch: 1, input: shape, precision: precision)
            var node = try builder.convolution(layers[0], of: builder.input, isSensitive: true)
            node = try builder.convolution(layers[1], of: node)
            node = try builder.pooling(.maximum, of: node, kernel: (2, 2), stride: (2, 2))
            node = try builder.convolution(layers[2], of: node)
            return try builder.compile(outputs: [node])
        }

        @Test(arguments: KernelLevel.supported)
        func resultsStayNearThoseOfFloats(level: KernelLevel) throws {
            let input = randomValues(Self.shape.count, seed: 9)
            let exact = try Self.network(.f32).run(input)[0]
            let size = exact.reduce(0) { max($0, abs($1)) }
            try KernelTests.at(level) {
                let network = try Self.network(.int8)
                #expect(network.precision == (level.multipliesBytes ? .int8 : .preferred))
                let result = try network.run(input)[0]
                let difference = zip(result, exact).reduce(0) { max($0, abs($1.0 - $1.1)) }
                #expect(difference < 0.02 * size, "\(level): \(difference) of \(size)")
            }
        }

        /// Weights that bytes hold without rounding leave only the values to be rounded, which those
        /// that zeros give are not.
        @Test(arguments: KernelLevel.supported)
        func whatZerosGiveIsExact(level: KernelLevel) throws {
            let first = Self.layer(3, 16, largest: 6, seed: 1)
            let second = ConvolutionLayer(
                outputChannels: 1, kernel: 1, activation: .none,
                weights: [Float](repeating: 1, count: 16), bias: [0])
            func network(_ precision: Precision) throws -> ConvolutionNetwork {
                var builder = try ConvolutionNetworkBuilder(
                    batch: 1, input: Self.shape, precision: precision)
                let bytes = try builder.convolution(first, of: builder.input, isSensitive: true)
                let sum = try builder.convolution(second, of: bytes)
                return try builder.compile(outputs: [sum])
            }
            let zeros = [Float](repeating: 0, count: Self.shape.count)
            let responses = first.response(toConstant: [0, 0, 0])
            let exact = responses.reduce(0, +)
            let quantization = LayerQuantization(first, inputSteps: nil, ground: responses)
            let steps = try #require(quantization.resultSteps)
            for (response, step) in zip(responses, steps) {
                let count = response / step
                #expect(count < 0.5 || abs(count - count.rounded()) < 1e-4)
            }
            try KernelTests.at(level) {
                for value in try network(.int8).run(zeros)[0] {
                    // What is left are responses below half a step, and the rounded steps as weights.
                    #expect(abs(value - exact) < 0.01 * exact + 16 * 3 / 255, "\(level)")
                }
            }
        }

        @Test func largerValuesAreCutOff() throws {
            let layer = ConvolutionLayer(
                outputChannels: 1, kernel: 1, activation: .rectifier, weights: [1], bias: [0],
                largest: [2])
            let copy = ConvolutionLayer(
                outputChannels: 1, kernel: 1, activation: .none, weights: [1], bias: [0])
            var builder = try ConvolutionNetworkBuilder(
                batch: 1, input: Shape(channels: 1, height: 1, width: 4), precision: .int8)
            let bytes = try builder.convolution(layer, of: builder.input, isSensitive: true)
            let values = try builder.convolution(copy, of: bytes)
            let network = try builder.compile(outputs: [values])
            let results = try network.run([-1, 1, 2, 3])[0]
            let largest: Float = network.precision == .int8 ? 2 : 3
            for (result, expected) in zip(results, [0, 1, 2, largest]) {
                #expect(abs(result - expected) < 0.01)
            }
        }

        @Test func kernelsKeepTheirSums() {
            let layer = Self.layer(16, 24, largest: 16, seed: 5)
            let steps = randomValues(16, seed: 6).map { 0.01 + abs($0) }
            let quantization = LayerQuantization(
                layer, inputSteps: steps, ground: layer.response(toConstant: steps.map { _ in 0 }))
            #expect(quantization.weights.allSatisfy { $0 == $0.rounded() && abs($0) <= 127 })
            layer.forEachPair { output, input, place in
                let units = quantization.scales[output] * (quantization.resultSteps?[output] ?? 1)
                let exact = place.reduce(0) { $0 + layer.weights[$1] * steps[input] / units }
                let whole = place.reduce(0) { $0 + quantization.weights[$1] }
                #expect(abs(exact - whole) < 0.501)
            }
        }

        @Test func refusesWhatBytesDoNotAllow() throws {
            guard KernelLevel.current.multipliesBytes else { return }
            var builder = try ConvolutionNetworkBuilder(
                batch: 1, input: Self.shape, precision: .int8)
            let node = try builder.convolution(Self.layers[0], of: builder.input, isSensitive: true)
            #expect(throws: ComputeError.self) {
                _ = try builder.convolution(Self.layers[1], of: node, isSensitive: true)
            }
            #expect(throws: ComputeError.self) {
                _ = try builder.convolution(Self.layers[0], of: builder.input, adding: node)
            }
            #expect(throws: ComputeError.self) {
                _ = try builder.pooling(.average, of: node, kernel: (2, 2), stride: (1, 1))
            }
            #expect(throws: ComputeError.self) { _ = try builder.compile(outputs: [node]) }
        }

        @Test(arguments: [[1], [1, 0], [1, -1], [1, .nan], [1, 1, 1]] as [[Float]])
        func refusesRangesThatAreNotOneAChannelAndPositive(largest: [Float]) throws {
            guard KernelLevel.current.multipliesBytes else { return }
            let layer = ConvolutionLayer(
                outputChannels: 2, kernel: 1, activation: .rectifier, weights: [1, 2, 3, 4, 5, 6],
                bias: [0, 0], largest: largest)
            var builder = try ConvolutionNetworkBuilder(
                batch: 1, input: Self.shape, precision: .int8)
            #expect(throws: ComputeError.self) {
                _ = try builder.convolution(layer, of: builder.input)
            }
        }
    }
}
