/// Keeps the best neighbours of a stream: a binary heap with the worst one on top.
struct TopK {
    let limit: Int
    private var heap: [Neighbor] = []

    /// - Parameter limit: how many to keep, 0 or more.
    init(limit: Int) {
        self.limit = limit
    }

    /// Whether `candidate` would be kept.
    func accepts(_ candidate: Neighbor) -> Bool {
        guard heap.count == limit else { return true }
        guard let worst = heap.first else { return false }
        return candidate.precedes(worst)
    }

    /// Keeps `candidate` and drops the worst one where that is one too many.
    /// - Precondition: `accepts(candidate)`.
    mutating func insert(_ candidate: Neighbor) {
        if heap.count < limit {
            heap.append(candidate)
            siftUp()
        } else {
            heap[0] = candidate
            siftDown()
        }
    }

    /// What was kept, best first.
    consuming func sorted() -> [Neighbor] {
        heap.sorted { $0.precedes($1) }
    }

    private mutating func siftUp() {
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[parent].precedes(heap[child]) else { return }
            heap.swapAt(parent, child)
            child = parent
        }
    }

    private mutating func siftDown() {
        var parent = 0
        while true {
            var worst = parent
            for child in [2 * parent + 1, 2 * parent + 2]
            where child < heap.count && heap[worst].precedes(heap[child]) {
                worst = child
            }
            guard worst != parent else { return }
            heap.swapAt(parent, worst)
            parent = worst
        }
    }
}
