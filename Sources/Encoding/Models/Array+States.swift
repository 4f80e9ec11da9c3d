extension [Float] {
    /// A residual connection: adds as many values, place by place.
    mutating func add(_ others: [Float]) {
        precondition(others.count == count, "a residual connection joins equal shapes")
        for index in indices { self[index] += others[index] }
    }

    /// The mean of `rows` rows of equal length.
    init(mean states: [Float], rows: Int) {
        precondition(rows > 0 && states.count % rows == 0, "rows of equal length")
        let width = states.count / rows
        self.init(repeating: 0, count: width)
        for row in 0..<rows {
            for column in 0..<width { self[column] += states[row * width + column] }
        }
        for column in 0..<width { self[column] /= Float(rows) }
    }
}
