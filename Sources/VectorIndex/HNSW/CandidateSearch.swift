/// Decides how to find the nodes of one search that are worth an exact score.
///
/// Without a filter it walks. With one, it walks as if there were none, so much farther as the
/// filter leaves fewer, and passes over what the filter holds back; so a filter costs no recall. Where
/// scoring all that the filter leaves is cheaper than that, it does so, and also where a walk comes
/// to too few: what is wanted then lies far from the query.
struct CandidateSearch {
    private let image: IndexImage
    private let walker: GraphWalker
    private let filter: NodeFilter

    /// Rows that a walk scores for each one that it keeps, about; docs/index-format.md says how it
    /// was measured.
    private static let scoredPerKept = 20

    init(_ image: IndexImage, _ walker: GraphWalker, _ filter: NodeFilter) {
        self.image = image
        self.walker = walker
        self.filter = filter
    }

    /// - Parameters:
    ///   - limit: results that are wanted.
    ///   - breadth: nodes that pass the filter among which they are looked for, at least `limit`.
    /// - Returns: more than `limit`, where there are.
    func nodes(limit: Int, breadth: Int) -> [UInt32] {
        // Codes of 8 bits may confuse neighbours in a row; 12 bits don't.
        let wanted = limit + max(16, limit / 2)
        if filter.letsAllThrough {
            walk(breadth: breadth)
            return passing(wanted)
        }
        let count = max(1, filter.count)
        // Half as many again as are wanted, so that most walks come to enough.
        let expected = max(breadth, limit + limit / 2)
        var kept = max(expected, expected * image.count / count)
        while kept * Self.scoredPerKept < count {
            walk(breadth: kept)
            if isTrusted(limit: limit, breadth: breadth, kept: kept) { return passing(wanted) }
            kept *= 4
        }
        walker.pool.reset(limit: wanted)
        walker.offer(filter.nodes(), in: image.layers[0], walker.query.walk)
        return passing(wanted)
    }

    /// Whether the nodes that pass lie as far from the pool's end as results do without a filter. The
    /// farther ones of a pool are not always the nearest that there are; where all that passes is far
    /// from the query, these would be all that is found.
    private func isTrusted(limit: Int, breadth: Int, kept: Int) -> Bool {
        var found = 0
        for index in 0..<walker.pool.count {
            if filter.passes(CandidatePool.position(walker.pool[index])) { found += 1 }
            if found == limit { return (index + 1) * breadth <= kept * limit * 3 / 2 }
        }
        return false
    }

    private func walk(breadth: Int) {
        let query = walker.query.walk
        var entry: UInt32 = 0
        for layer in image.layers.dropFirst().reversed() {
            entry = walker.descend(layer, query, from: entry)
            if let below = layer.below { entry = below[Int(entry)] }
        }
        walker.walk(image.layers[0], query, from: entry, breadth: breadth)
    }

    /// The first of the pool's nodes that pass.
    private func passing(_ count: Int) -> [UInt32] {
        var nodes: [UInt32] = []
        for index in 0..<walker.pool.count where nodes.count < count {
            let node = CandidatePool.position(walker.pool[index])
            if filter.letsAllThrough || filter.passes(node) { nodes.append(node) }
        }
        return nodes
    }
}
