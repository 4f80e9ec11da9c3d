import MediaTypes

/// The mean of vectors, for `HNSWBuilder`.
public struct VectorMean {
    private var sum: [Double]
    private var count = 0

    public init(dimension: Int) {
        sum = [Double](repeating: 0, count: dimension)
    }

    /// - Precondition: `vector` has `dimension` values.
    public mutating func add(_ vector: [Float]) {
        precondition(vector.count == sum.count, "vectors of one dimension")
        for index in sum.indices { sum[index] += Double(vector[index]) }
        count += 1
    }

    /// All zeros without vectors.
    public var values: [Float] { sum.map { Float($0 / Double(max(1, count))) } }

    public static func of(_ vectors: [Embedding], dimension: Int) -> [Float] {
        var mean = VectorMean(dimension: dimension)
        for vector in vectors { mean.add(vector.values) }
        return mean.values
    }
}
