/// What an encoder's preprocessing hands to its network: one item, ready to be stacked into a batch.
public struct PreparedInput: Sendable, Equatable {
    /// Extent of every axis, outermost first, without the batch axis.
    public let shape: [Int]
    /// Row-major values, as many as the product of `shape`.
    public let values: [Float]

    public init(shape: [Int], values: [Float]) {
        precondition(shape.reduce(1, *) == values.count, "values must fill the shape")
        self.shape = shape
        self.values = values
    }
}
