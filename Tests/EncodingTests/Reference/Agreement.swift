import Testing

/// Expects a stage's values to be the reference's, but for rounding: the same direction to a
/// cosine of 0.9999, and no value further off than `tolerance` times the largest of them.
func expectAgreement(
    _ values: [Float], _ reference: [Float], _ stage: String, within tolerance: Double = 5e-5,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(values.count == reference.count, "\(stage)", sourceLocation: sourceLocation)
    var product = 0.0
    var (length, referenceLength) = (0.0, 0.0)
    var (difference, largest) = (0.0, 0.0)
    for (value, expected) in zip(values, reference) {
        let (value, expected) = (Double(value), Double(expected))
        product += value * expected
        length += value * value
        referenceLength += expected * expected
        // Written so that a value that is no number stays in the result.
        difference = abs(value - expected) <= difference ? difference : abs(value - expected)
        largest = max(largest, abs(expected))
    }
    let cosine = product / (length * referenceLength).squareRoot()
    #expect(cosine >= 0.9999, "\(stage)", sourceLocation: sourceLocation)
    #expect(difference <= tolerance * largest, "\(stage)", sourceLocation: sourceLocation)
}

/// Expects prepared pixels to be the reference's within a level of 255.
///
/// - Parameter deviation: what the channel that is spread most was divided by.
func expectWithinOneLevel(
    _ values: [Float], _ reference: [Float], deviation: Float,
    sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(values.count == reference.count, sourceLocation: sourceLocation)
    let level = 1 / 255 / deviation
    for (value, expected) in zip(values, reference)
    where !(abs(value - expected) <= level * 1.001) {
        Issue.record("\(value) where \(expected) is expected", sourceLocation: sourceLocation)
    }
}

extension ReferenceTensors {
    /// Expects as many layers as the reference has, with the same states.
    func expectLayers(_ states: [[Float]], toBeThoseOf name: String) throws {
        #expect(!names.contains("\(name).hidden\(states.count)"))
        for (layer, state) in states.enumerated() {
            expectAgreement(
                state, try values("\(name).hidden\(layer)"), "layer \(layer) of \(name)")
        }
    }
}
