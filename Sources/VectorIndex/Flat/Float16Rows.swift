import Compute

/// Rows of 16-bit floating-point numbers.
struct Float16Rows: FlatRows {
    private let dimension: Int
    /// Bit patterns.
    private var values: [UInt16] = []

    init(dimension: Int) {
        self.dimension = dimension
    }

    mutating func reserveCapacity(_ count: Int) { values.reserveCapacity(count * dimension) }

    mutating func append(_ vector: [Float]) {
        values.append(contentsOf: vector.lazy.map { Float16($0).bitPattern })
    }

    func scan(_ query: FlatQuery, _ range: Range<Int>, scores: inout MutableSpan<Float>) {
        let rows = (range.lowerBound * dimension)..<(range.upperBound * dimension)
        QuantizedProduct.scan(
            query.values.span, halfRows: values.span.extracting(rows), scores: &scores)
    }
}
