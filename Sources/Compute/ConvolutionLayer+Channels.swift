/// Which weights belong to which channels.
extension ConvolutionLayer {
    /// Weights between an input and an output channel.
    private var area: Int { kernel * kernel }

    /// Input channels that an output channel sees.
    private func inputs(of output: Int) -> Range<Int> {
        let count = weights.count / outputChannels / area
        let first = output / (outputChannels / groups) * count
        return first..<first + count
    }

    /// Whether there are as many weights, and other values, as channels ask for, and the largest values
    /// are above zero.
    func fits(inputChannels: Int) -> Bool {
        guard outputChannels > 0, groups > 0, kernel > 0, outputChannels % groups == 0,
            inputChannels > 0, inputChannels % groups == 0
        else { return false }
        var count = inputChannels / groups
        for factor in [kernel, kernel, outputChannels] {
            let (product, overflows) = count.multipliedReportingOverflow(by: factor)
            guard !overflows else { return false }
            count = product
        }
        let ranges = largest ?? bias.map { _ in 1 }
        return weights.count == count && bias.count == outputChannels
            && ranges.count == outputChannels && ranges.allSatisfy { $0 > 0 }
    }

    /// Calls `body` with each output channel, an input channel that it sees, and the place of their
    /// weights.
    func forEachPair(_ body: (_ output: Int, _ input: Int, _ weights: Range<Int>) -> Void) {
        var place = 0
        for output in 0..<outputChannels {
            for input in inputs(of: output) {
                body(output, input, place..<place + area)
                place += area
            }
        }
    }

    /// What each output channel is, away from the borders, where each input channel has one value
    /// everywhere.
    func response(toConstant inputs: [Float]) -> [Float] {
        var response = bias
        forEachPair { output, input, place in
            var sum: Float = 0
            for index in place { sum += weights[index] }
            response[output] += sum * inputs[input]
        }
        return response.map { value in
            switch activation {
            case .none: value
            case .rectifier: max(0, value)
            case .clipped(let bound): min(max(0, value), bound)
            }
        }
    }
}
