import Compute

/// The definition of a convolution, loop by loop, to compare the fast one with.
struct NaiveConvolution {
    let layer: ConvolutionLayer

    /// One item, channels × height × width.
    func callAsFunction(
        _ input: [Float], _ shape: ConvolutionNetworkBuilder.Shape, residual: [Float]? = nil
    ) -> [Float] {
        let height =
            (shape.height + layer.padding.top + layer.padding.bottom - layer.kernel)
            / layer.stride + 1
        let width =
            (shape.width + layer.padding.left + layer.padding.right - layer.kernel)
            / layer.stride + 1
        let groupInputs = shape.channels / layer.groups
        let groupOutputs = layer.outputChannels / layer.groups
        var result: [Float] = []
        for output in 0..<layer.outputChannels {
            for y in 0..<height {
                for x in 0..<width {
                    var sum = Double(layer.bias[output])
                    for channel in 0..<groupInputs {
                        let source = output / groupOutputs * groupInputs + channel
                        for row in 0..<layer.kernel {
                            for column in 0..<layer.kernel {
                                let inputRow = y * layer.stride + row - layer.padding.top
                                let inputColumn = x * layer.stride + column - layer.padding.left
                                guard (0..<shape.height).contains(inputRow),
                                    (0..<shape.width).contains(inputColumn)
                                else { continue }
                                let value = input[
                                    (source * shape.height + inputRow) * shape.width + inputColumn]
                                let weight = layer.weights[
                                    ((output * groupInputs + channel) * layer.kernel + row)
                                        * layer.kernel + column]
                                sum += Double(value * weight)
                            }
                        }
                    }
                    if let residual { sum += Double(residual[result.count]) }
                    switch layer.activation {
                    case .none: break
                    case .rectifier: sum = max(0, sum)
                    case .clipped(let bound): sum = min(max(0, sum), Double(bound))
                    }
                    result.append(Float(sum))
                }
            }
        }
        return result
    }
}
