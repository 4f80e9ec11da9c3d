import Compute

/// Rows of 32-bit floating-point numbers.
struct Float32Rows: FlatRows {
    private let dimension: Int
    private var values: [Float] = []

    init(dimension: Int) {
        self.dimension = dimension
    }

    mutating func reserveCapacity(_ count: Int) { values.reserveCapacity(count * dimension) }

    mutating func append(_ vector: [Float]) { values.append(contentsOf: vector) }

    func scan(_ query: FlatQuery, _ range: Range<Int>, scores: inout MutableSpan<Float>) {
        let rows = (range.lowerBound * dimension)..<(range.upperBound * dimension)
        DotProduct.scan(
            query: query.values.span, rows: values.span.extracting(rows), scores: &scores)
    }
}
