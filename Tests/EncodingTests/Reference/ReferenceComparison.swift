import Compute
import MediaTypes
import Testing

/// Compares what an encoder makes at each of its stages with what the reference makes there.
///
/// Every comparison leaves what it found as an attachment of its test, of which
/// `Scripts/fixtures/parity_table.py` makes the table in `docs/parity.md`.
struct ReferenceComparison {
    /// Of the layers' states, and of what is made of them: some four times what the worst of them
    /// were seen to differ by, for processors that add up in another order.
    private static let tolerance = 1.5e-5

    /// As `space.json` calls it; `siglip2` is what SigLIP 2 does otherwise.
    let architecture: String
    let modality: Modality

    func expectTokens(
        _ ids: [Int], toBe reference: [Float], of text: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let expected = reference.map { Int($0) }
        #expect(ids == expected, "\(text)", sourceLocation: sourceLocation)
        let differing =
            zip(ids, expected).count { $0 != $1 } + abs(ids.count - expected.count)
        record(.tokens, Double(differing), allowed: 0)
    }

    /// Expects prepared pixels to be the reference's within a level of 255.
    ///
    /// - Parameter deviations: what the values of each plane were divided by, when levels were
    ///   numbers from 0 to 1.
    func expectPixels(
        _ values: [Float], toBe reference: [Float], deviations: [Double] = [1],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(values.count == reference.count, sourceLocation: sourceLocation)
        let plane = max(1, values.count / deviations.count)
        var largest = 0.0
        for (index, (value, expected)) in zip(values, reference).enumerated() {
            let difference = abs(Double(value) - Double(expected)) * deviations[index / plane]
            largest = difference <= largest ? largest : difference
        }
        #expect(largest <= 1.001 / 255, sourceLocation: sourceLocation)
        record(.pixels, largest * 255, allowed: 1)
    }

    /// - Parameter unit: of the spectrogram's logarithms, where they have one.
    func expectMels(
        _ values: [Float], toBe reference: [Float], within tolerance: Double, unit: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(values.count == reference.count, sourceLocation: sourceLocation)
        var largest = 0.0
        for (value, expected) in zip(values, reference) {
            let difference = abs(Double(value) - Double(expected))
            largest = difference <= largest ? largest : difference
        }
        #expect(largest <= tolerance, sourceLocation: sourceLocation)
        record(.mels, largest, allowed: tolerance, unit: unit)
    }

    /// - Parameter name: of the values, for a failure.
    func expect(
        _ stage: ReferenceDifference.Stage, _ values: [Float], toBe reference: [Float],
        _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let agreement = expectAgreement(
            values, reference, name, within: Self.tolerance, sourceLocation: sourceLocation)
        record(
            stage, agreement.difference, allowed: Self.tolerance,
            cosineDeficit: 1 - agreement.cosine)
    }

    /// Expects as many layers as the reference has, with the same states.
    ///
    /// - Parameter name: of the input, such as `text0`.
    func expectLayers(
        _ states: [[Float]], of name: String, toBeThoseIn reference: ReferenceTensors,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(
            !reference.names.contains("\(name).hidden\(states.count)"),
            sourceLocation: sourceLocation)
        for (layer, state) in states.enumerated() {
            expect(
                .layers, state, toBe: try reference.values("\(name).hidden\(layer)"),
                "layer \(layer) of \(name)", sourceLocation: sourceLocation)
        }
    }

    private func record(
        _ stage: ReferenceDifference.Stage, _ largest: Double, allowed: Double,
        unit: String? = nil, cosineDeficit: Double? = nil
    ) {
        Attachment.record(
            ReferenceDifference(
                architecture: architecture, modality: modality.rawValue, stage: stage,
                largest: largest, allowed: allowed, unit: unit, cosineDeficit: cosineDeficit,
                kernels: KernelLevel.current.rawValue), named: "difference.json")
    }
}
