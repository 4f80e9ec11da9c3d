import MediaTypes
import Synchronization

/// The graph index: a search walks from neighbour to neighbour over 8-bit codes, and scores what it
/// finds by 12 bits.
///
/// After Malkov and Yashunin; see `HNSWParameters`. What a search finds is almost always what an
/// exact scan finds: `breadth` decides how often.
public struct HNSWIndex: VectorIndex {
    let image: IndexImage
    /// The file that it was opened from; empty for one in memory.
    private let file: String
    private let walkers = WalkerPool()

    /// The identity of the space that the vectors belong to.
    public let space: String

    /// Nodes that a walk keeps at least (`efSearch` in the paper): more find more, and cost more.
    public var breadth = 64

    /// Vectors that are gone since the index was made, and are never proposed.
    public var removed = IDSet() {
        didSet {
            remaining = count - removed.count { image.node(of: $0) != nil }
        }
    }

    /// Vectors that are not removed.
    public private(set) var remaining: Int

    init(_ image: IndexImage, space: String, file: String) {
        self.image = image
        self.space = space
        self.file = file
        remaining = image.count
    }

    /// Opens a file: maps it, and checks what a search follows.
    ///
    /// - Throws: `IndexFileError`.
    public init(file: String) throws(IndexFileError) {
        let opened = try IndexFile(path: file)
        self.init(opened.image, space: opened.space, file: file)
    }

    public var dimension: Int { image.quantizer.dimension }
    public var count: Int { image.count }

    /// What was said to be the mean of the vectors when the index was made from nothing.
    public var mean: [Float] { image.quantizer.mean }

    public func contains(_ id: Int64) -> Bool {
        image.node(of: id) != nil && !removed.contains(id)
    }

    /// Bytes of the file and of the memory that it takes when all of it was touched.
    public var byteCount: Int { image.layout.byteCount }

    public func search(
        _ query: Embedding, limit: Int, among allowed: IDSet?
    ) throws(VectorIndexError) -> [Neighbor] {
        try check(query)
        guard limit > 0, count > 0 else { return [] }
        let walker = walkers.take(image)
        defer { walkers.put(walker) }
        walker.query.load(query.values.span, image.quantizer)
        let filter = NodeFilter(image, allowed: allowed, removed: removed)
        let candidates = CandidateSearch(image, walker, filter).nodes(
            limit: limit, breadth: max(breadth, limit))
        for node in candidates { image.prefetch(Int(node)) }
        let best = candidates.map { number in
            let node = Int(number)
            let score = walker.query.score(of: node, in: image.rows)
            return (node: node, neighbor: Neighbor(id: image.ids[node], score: score))
        }
        .sorted { $0.neighbor.precedes($1.neighbor) }
        .prefix(limit)
        for found in best { try checkRow(found.node, id: found.neighbor.id) }
        return best.map(\.neighbor)
    }

    public func scores(
        _ query: Embedding, of ids: some Sequence<Int64>
    ) throws(VectorIndexError) -> [Int64: Float] {
        try check(query)
        let quantized = QuantizedQuery(stride: image.rows.stride)
        quantized.load(query.values.span, image.quantizer)
        var scores: [Int64: Float] = [:]
        for id in ids {
            guard let node = image.node(of: id), !removed.contains(id) else { continue }
            try checkRow(node, id: id)
            scores[id] = quantized.score(of: node, in: image.rows)
        }
        return scores
    }

    /// Reads all of it and compares the checksums: those of the file, and those of the vectors.
    ///
    /// - Throws: `IndexFileError.corrupt`.
    public func verify() throws(IndexFileError) {
        try IndexFile(path: file).verify()
    }

    private func check(_ query: Embedding) throws(VectorIndexError) {
        guard query.dimension == dimension else {
            throw .dimensionMismatch(expected: dimension, got: query.dimension)
        }
    }

    /// What a damaged file says of a vector is never passed on.
    private func checkRow(_ node: Int, id: Int64) throws(VectorIndexError) {
        guard image.checks[node] == image.rows.checksum(of: node, id: id) else {
            throw .damaged(file: file, id: id)
        }
    }
}
