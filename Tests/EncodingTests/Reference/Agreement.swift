import Testing

/// How far values are from those of the reference.
struct Agreement {
    /// The largest difference of a value, by the largest of the reference's.
    let difference: Double
    let cosine: Double

    init(_ values: [Float], _ reference: [Float]) {
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
        self.difference = difference / largest
        cosine = product / (length * referenceLength).squareRoot()
    }
}

/// Expects a stage's values to be the reference's, but for rounding: the same direction to a
/// cosine of 1 − 10⁻⁸, and no value further off than `tolerance` times the largest of them.
@discardableResult
func expectAgreement(
    _ values: [Float], _ reference: [Float], _ stage: String, within tolerance: Double,
    sourceLocation: SourceLocation = #_sourceLocation
) -> Agreement {
    let agreement = Agreement(values, reference)
    #expect(values.count == reference.count, "\(stage)", sourceLocation: sourceLocation)
    #expect(agreement.cosine >= 1 - 1e-8, "\(stage)", sourceLocation: sourceLocation)
    #expect(agreement.difference <= tolerance, "\(stage)", sourceLocation: sourceLocation)
    return agreement
}
