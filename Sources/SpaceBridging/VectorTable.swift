/// Vectors of equal length, row after row.
struct VectorTable: Sendable {
    let width: Int
    private(set) var values: [Float] = []

    var count: Int { width == 0 ? 0 : values.count / width }

    init(width: Int) { self.width = width }

    mutating func append(_ row: some Collection<Float>) {
        precondition(row.count == width, "vectors of equal length")
        values += row
    }

    subscript(row: Int) -> ArraySlice<Float> { values[row * width..<(row + 1) * width] }

    func rows(_ numbers: [Int]) -> VectorTable {
        var table = VectorTable(width: width)
        for number in numbers { table.append(self[number]) }
        return table
    }

    var mean: [Double] {
        var mean = [Double](repeating: 0, count: width)
        for (index, value) in values.enumerated() { mean[index % width] += Double(value) }
        return mean.map { $0 / Double(max(1, count)) }
    }

    /// The mean squared distance from the mean.
    var variance: Double {
        let mean = mean
        var sum = 0.0
        for (index, value) in values.enumerated() {
            let distance = Double(value) - mean[index % width]
            sum += distance * distance
        }
        return sum / Double(max(1, count))
    }
}
