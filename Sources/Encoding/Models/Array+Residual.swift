extension [Float] {
    /// A residual connection: adds as many values, place by place.
    mutating func add(_ others: [Float]) {
        precondition(others.count == count, "a residual connection joins equal shapes")
        for index in indices { self[index] += others[index] }
    }
}
