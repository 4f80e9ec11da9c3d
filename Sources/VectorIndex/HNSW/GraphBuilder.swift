import Dispatch
import Synchronization

/// Links the nodes of an index, a batch at a time.
///
/// The nodes of a batch look for their neighbours in the graph as it was before, and among each
/// other; then every node that was chosen takes the links back. In both halves each row of links has
/// one writer and nobody who reads it, so that threads need no locks and their number changes no
/// link (the idea of batch insertion in Manohar et al., "ParlayANN", PPoPP 2024).
final class GraphBuilder: @unchecked Sendable {
    /// A link that is to be taken back: `target` gets `source`.
    private struct Edge: Comparable {
        let layer: Int
        let target: UInt32
        let source: UInt32

        static func < (a: Edge, b: Edge) -> Bool {
            (a.layer, a.target, a.source) < (b.layer, b.target, b.source)
        }
    }

    /// What one thread at a time works with.
    private final class Worker: @unchecked Sendable {
        let walker: GraphWalker
        let linker: NodeLinker
        var edges: [Edge] = []

        init(_ image: IndexImage) {
            walker = GraphWalker(rows: image.rows, degree: image.layers[0].degree)
            linker = NodeLinker(image)
        }
    }

    /// Large enough to keep threads busy, and small beside a graph that is worth a walk.
    private static let batch = 256

    private let image: IndexImage
    private let workers: [Worker]

    init(_ image: IndexImage, threads: Int) {
        self.image = image
        workers = (0..<max(1, threads)).map { _ in Worker(image) }
    }

    /// Links all nodes from `first` on with those before and with each other.
    ///
    /// - Parameter progress: is told how many nodes are linked; what it throws ends the work.
    func link(from first: Int, progress: (Int) throws -> Void) throws {
        var start = first
        while start < image.count {
            let end = min(start + Self.batch, image.count)
            link(start..<end)
            try progress(end)
            start = end
        }
        if let entry = image.layers.last.map({ $0.node(0) }), image.count > 0 {
            Reachability(image, walker: workers[0].walker).restore(from: entry)
        }
    }

    private func link(_ batch: Range<Int>) {
        spread(batch) { [self] worker, node in link(node, in: batch, worker) }
        var edges = workers.flatMap(\.edges)
        for worker in workers { worker.edges.removeAll(keepingCapacity: true) }
        edges.sort()
        var groups: [Range<Int>] = []
        for index in edges.indices {
            if let last = groups.last, edges[last.lowerBound].target == edges[index].target,
                edges[last.lowerBound].layer == edges[index].layer
            {
                groups[groups.count - 1] = last.lowerBound..<(index + 1)
            } else {
                groups.append(index..<(index + 1))
            }
        }
        let sorted = edges
        let targets = groups
        spread(targets.indices) { [image] worker, group in
            let own = sorted[targets[group]]
            let first = sorted[targets[group].lowerBound]
            worker.linker.add(
                own.lazy.map(\.source), to: first.target, in: image.layers[first.layer])
        }
    }

    /// Chooses a new node's neighbours in all of its layers.
    private func link(_ node: Int, in batch: Range<Int>, _ worker: Worker) {
        let walker = worker.walker
        walker.query.load(row: node, of: image.rows)
        let query = walker.query.walk
        var entry: UInt32?
        for (number, layer) in image.layers.enumerated().reversed() {
            let linked = layer.count(below: batch.lowerBound)
            if entry == nil, linked > 0 { entry = 0 }
            let own = UInt32(layer.count(below: node))
            let takesPart = own < layer.count && layer.node(own) == node
            if takesPart {
                if let entry {
                    walker.walk(
                        layer, query, from: entry, breadth: image.parameters.efConstruction)
                } else {
                    walker.pool.reset(limit: image.parameters.efConstruction)
                }
                entry = (0..<walker.pool.count).first.map {
                    CandidatePool.position(walker.pool[$0])
                }
                let siblings = UInt32(linked)..<UInt32(layer.count(below: batch.upperBound))
                walker.offer(siblings.lazy.filter { $0 != own }, in: layer, query)
                worker.linker.choose(walker.pool, for: own, in: layer, number)
                for target in layer.links.row(Int(own)) {
                    if target == GraphLayer.unlinked { break }
                    worker.edges.append(Edge(layer: number, target: target, source: own))
                }
            } else if let from = entry {
                entry = walker.descend(layer, query, from: from)
            }
            if let position = entry, let below = layer.below { entry = below[Int(position)] }
        }
    }

    /// Calls `body` with every element of a range, on all workers' threads at once.
    private func spread(_ range: Range<Int>, _ body: @Sendable (Worker, Int) -> Void) {
        let next = Atomic(range.lowerBound)
        DispatchQueue.concurrentPerform(iterations: workers.count) { [workers] number in
            while true {
                let item = next.add(1, ordering: .relaxed).oldValue
                guard item < range.upperBound else { return }
                body(workers[number], item)
            }
        }
    }
}
