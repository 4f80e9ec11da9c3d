import Compute
import Testing

/// What the reference keeps of a stage's activations.
struct StageSummary {
    /// Each channel's mean.
    let mean: [Float]
    /// All channels at row ⌊height / 2⌋, column ⌊width / 2⌋.
    let middle: [Float]

    /// - Parameter network: has the stage as its only output.
    init(of network: ConvolutionNetwork, input: [Float]) throws {
        let values = try network.run(input)[0]
        let shape = network.outputs[0]
        let area = shape.height * shape.width
        let position = shape.height / 2 * shape.width + shape.width / 2
        mean = (0..<shape.channels).map { channel in
            let sum = values[channel * area..<(channel + 1) * area].reduce(0.0) { $0 + Double($1) }
            return Float(sum / Double(area))
        }
        middle = (0..<shape.channels).map { values[$0 * area + position] }
    }

    func expectAgreement(
        with reference: ReferenceTensors, at index: Int, stage: String,
        _ comparison: ReferenceComparison
    ) throws {
        let name = "\(stage) of input \(index)"
        comparison.expect(
            .layers, mean, toBe: try reference.values("\(stage).mean", at: index), "\(name), mean")
        comparison.expect(
            .layers, middle, toBe: try reference.values("\(stage).middle", at: index),
            "\(name), middle")
    }
}
