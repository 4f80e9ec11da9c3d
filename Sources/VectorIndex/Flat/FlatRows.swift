/// Vectors one after the other in memory, and their products with a query.
protocol FlatRows: Sendable {
    /// Takes memory for so many vectors at once.
    mutating func reserveCapacity(_ count: Int)

    /// - Precondition: the vector has the rows' dimension, and finite values.
    mutating func append(_ vector: [Float])

    /// Scores the rows of a range into the first places of `scores`.
    func scan(_ query: FlatQuery, _ range: Range<Int>, scores: inout MutableSpan<Float>)
}
