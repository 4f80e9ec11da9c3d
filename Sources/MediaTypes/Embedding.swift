/// A unit-norm vector of one segment in one space.
public struct Embedding: Sendable, Equatable {
    public let values: [Float]

    /// Scales `values` to length 1.
    ///
    /// A vector without a direction (all zeros, or not finite) has no place in a space.
    /// - Returns: nil for such a vector.
    public init?(normalizing values: [Float]) {
        var sum = 0.0
        for value in values { sum += Double(value) * Double(value) }
        guard sum.isFinite, sum > 0 else { return nil }
        let scale = Float(1 / sum.squareRoot())
        guard scale.isFinite else { return nil }
        self.values = values.map { $0 * scale }
    }

    public var dimension: Int { values.count }
}
