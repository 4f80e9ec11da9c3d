import MediaTypes

/// Which nodes a search may propose.
struct NodeFilter {
    private let image: IndexImage
    private let allowed: IDSet?
    private let removed: IDSet

    init(_ image: IndexImage, allowed: IDSet?, removed: IDSet) {
        self.image = image
        self.allowed = allowed
        self.removed = removed
    }

    var letsAllThrough: Bool { allowed == nil && removed.isEmpty }

    /// How many nodes pass at most, and nearly.
    var count: Int {
        min(allowed?.count ?? image.count, image.count) - min(removed.count, image.count / 2)
    }

    @inline(__always)
    func passes(_ node: UInt32) -> Bool {
        let id = image.ids[Int(node)]
        return allowed?.contains(id) ?? true && !removed.contains(id)
    }

    /// All nodes that pass.
    func nodes() -> [UInt32] {
        guard let allowed, allowed.count < image.count / 4 else {
            return (0..<UInt32(image.count)).filter(passes)
        }
        var nodes: [UInt32] = []
        nodes.reserveCapacity(allowed.count)
        var cursor = OrderCursor(image)
        for id in allowed {
            if let node = cursor.node(of: id), !removed.contains(id) { nodes.append(node) }
        }
        return nodes
    }
}
