/// A convolution's numbers in the units in which a network of bytes keeps its values: each channel
/// has a step of its own, which is what one of a byte counts.
///
/// The input's steps are multiplied into the weights and the result's divided out of them, so that
/// nothing is rescaled between layers. What is beyond a byte is cut off, which makes the rectifier.
///
/// A channel's response to an input of zeros is a whole number of its steps: most of a picture's or
/// a spectrogram's ground is so, and were it rounded, all of it would be wrong by the same amount,
/// which sums do not average out. In aiSFX it was nine tenths of the error.
///
/// Source: "Quantizing deep convolutional networks for efficient inference: A whitepaper"
/// (Krishnamoorthi, 2018) for scales by output channel.
struct LayerQuantization {
    private static let largestByte: Float = 255
    private static let largestWeight: Float = 127

    /// Whole numbers from -127 to 127 where the input is bytes.
    let weights: [Float]
    let bias: [Float]
    /// What the sums of an output channel are multiplied by; none where the input is not bytes.
    let scales: [Float]
    /// One a channel of the result; nil where it is kept as it is.
    let resultSteps: [Float]?
    /// What the result is clipped to, from zero; negative where it is not.
    let upperBound: Float

    /// - Parameters:
    ///   - layer: its weights fill its shape.
    ///   - inputSteps: one an input channel; nil where the input is not bytes.
    ///   - ground: the layer's response to an input of zeros, one value an output channel; nil where
    ///     its result is not to become bytes.
    init(_ layer: ConvolutionLayer, inputSteps: [Float]?, ground: [Float]?) {
        resultSteps = ground.flatMap { Self.steps(of: layer, ground: $0) }
        upperBound =
            switch layer.activation {
            case .none: -1
            case .clipped(let bound) where resultSteps == nil: bound
            case .rectifier, .clipped: .infinity
            }
        guard inputSteps != nil || resultSteps != nil else {
            (weights, bias, scales) = (layer.weights, layer.bias, [])
            return
        }
        let steps = resultSteps ?? [Float](repeating: 1, count: layer.outputChannels)
        bias = zip(layer.bias, steps).map { $0 / $1 }
        var weights = layer.weights
        var largest = [Float](repeating: 0, count: layer.outputChannels)
        layer.forEachPair { output, input, place in
            let factor = (inputSteps?[input] ?? 1) / steps[output]
            for index in place {
                weights[index] *= factor
                largest[output] = max(largest[output], abs(weights[index]))
            }
        }
        guard inputSteps != nil else {
            (self.weights, scales) = (weights, [])
            return
        }
        let scales = largest.map { $0 > 0 ? $0 / Self.largestWeight : 1 }
        layer.forEachPair { output, _, place in
            for index in place { weights[index] /= scales[output] }
        }
        (self.weights, self.scales) = (Self.rounded(weights, of: layer), scales)
    }

    /// Whole numbers, of each kernel such that their sum is as near to the weights' as can be: what a
    /// kernel looks at is much the same in all its places, so that errors would add up.
    private static func rounded(_ weights: [Float], of layer: ConvolutionLayer) -> [Float] {
        var whole = weights.map { $0.rounded() }
        layer.forEachPair { _, _, place in
            func error(_ index: Int) -> Float { weights[index] - whole[index] }
            var missing = place.reduce(0) { $0 + error($1) }.rounded()
            while missing != 0 {
                let direction: Float = missing > 0 ? 1 : -1
                let movable = place.filter { abs(whole[$0] + direction) <= largestWeight }
                guard
                    let farthest = movable.max(by: {
                        error($0) * direction < error($1) * direction
                    })
                else { return }
                whole[farthest] += direction
                missing -= direction
            }
        }
        return whole
    }

    private static func steps(of layer: ConvolutionLayer, ground: [Float]) -> [Float]? {
        guard layer.activation != .none, let largest = layer.largest else { return nil }
        return zip(largest, ground).map { largest, ground in
            let step = largest / largestByte
            let count = (ground / step).rounded()
            return count >= 1 ? ground / count : step
        }
    }
}
