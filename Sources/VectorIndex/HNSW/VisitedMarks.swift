/// Which positions a walk has seen. A new walk forgets them at no cost, mostly.
final class VisitedMarks {
    private let marks: UnsafeMutableBufferPointer<UInt8>
    private var current: UInt8 = 0

    init(count: Int) {
        marks = .allocate(capacity: max(1, count))
        marks.initialize(repeating: 0)
    }

    deinit { marks.deallocate() }

    var count: Int { marks.count }

    func forget() {
        if current == .max {
            marks.update(repeating: 0)
            current = 0
        }
        current += 1
    }

    /// - Returns: whether it was not seen before.
    @inline(__always)
    func visit(_ position: UInt32) -> Bool {
        let index = Int(position)
        precondition(index < marks.count, "a position within the graph")
        if marks[index] == current { return false }
        marks[index] = current
        return true
    }
}
