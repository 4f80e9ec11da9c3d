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
        var best = TopK(limit: limit)
        for node in candidates {
            let candidate = Neighbor(
                id: image.ids[Int(node)],
                score: walker.query.score(of: Int(node), in: image.rows))
            if best.accepts(candidate) { best.insert(candidate) }
        }
        let found = best.sorted()
        for neighbor in found { try checkRow(of: neighbor.id) }
        return found
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
            try checkRow(of: id)
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
    private func checkRow(of id: Int64) throws(VectorIndexError) {
        guard let node = image.node(of: id),
            image.checks[node] == image.rows.checksum(of: node, id: id)
        else { throw .damaged(file: file, id: id) }
    }
}
