/// Finds the nodes of ascending ids, each search beginning where the last one ended.
struct OrderCursor {
    private let image: IndexImage
    /// All ids before it are below the last one asked for.
    private var rank = 0

    init(_ image: IndexImage) {
        self.image = image
    }

    /// - Parameter id: no lower than the last one.
    mutating func node(of id: Int64) -> UInt32? {
        guard rank < image.count else { return nil }
        let (distance, overflow) = id.subtractingReportingOverflow(self.id(at: rank))
        guard overflow || distance >= 0 else { return nil }
        // No two ids are equal, so that the rank rises no faster than they do; mostly as fast.
        if !overflow, distance < image.count - rank, self.id(at: rank + Int(distance)) == id {
            rank += Int(distance)
            return image.order[rank]
        }
        var step = 1
        var high = rank
        while high < image.count, self.id(at: high) < id {
            rank = high + 1
            high += step
            step *= 2
        }
        high = min(high, image.count)
        while rank < high {
            let middle = (rank + high) / 2
            if self.id(at: middle) < id { rank = middle + 1 } else { high = middle }
        }
        guard rank < image.count, self.id(at: rank) == id else { return nil }
        return image.order[rank]
    }

    private func id(at rank: Int) -> Int64 { image.ids[Int(image.order[rank])] }
}
