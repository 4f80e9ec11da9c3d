import MediaTypes

/// Makes an index: of vectors, or of an older index and what has changed since.
///
///     let builder = try HNSWBuilder(ids: ids, mean: mean, space: space.identity)
///     for vector in vectors { try builder.append(vector) }
///     let index = try builder.index(threads: 2)
///     try builder.publish(as: file, generation: 1)
///
/// The same ids, vectors, parameters and mean give the same bytes, whatever the number of threads
/// and the processor.
public final class HNSWBuilder {
    private let image: IndexImage
    private let space: String
    /// Nodes that have their vectors.
    private var filled: Int
    /// Nodes that have their links.
    private var linked: Int

    /// For vectors that are appended in the order of `ids`.
    ///
    /// - Parameters:
    ///   - mean: of the vectors, or of a sample of them; as many values as they have.
    ///   - space: the identity of the space that they belong to.
    /// - Throws: `VectorIndexError.duplicate`, `.tooLarge`.
    public init(
        ids: [Int64], mean: [Float], space: String, parameters: HNSWParameters = HNSWParameters()
    ) throws(VectorIndexError) {
        image = try Self.image(
            ids: ids, mean: mean, space: space, parameters: parameters)
        self.space = space
        filled = 0
        linked = 0
    }

    /// For an older index without some of its vectors, and with others that are appended in the
    /// order of `ids`.
    ///
    /// - Throws: `VectorIndexError.duplicate`, `.tooLarge`.
    public init(
        extending old: HNSWIndex, without removed: IDSet, by ids: [Int64]
    ) throws(VectorIndexError) {
        let oldImage = old.image
        let kept = (0..<oldImage.count).filter { !removed.contains(oldImage.ids[$0]) }
        image = try Self.image(
            ids: kept.map { oldImage.ids[$0] } + ids, mean: oldImage.quantizer.mean,
            space: old.space, parameters: oldImage.parameters)
        space = old.space
        filled = kept.count
        linked = kept.count
        GraphCopy(from: oldImage, to: image, kept: kept).copy()
    }

    /// Vectors that are still to be appended.
    public var missing: Int { image.count - filled }

    /// Stores the next unit vector.
    ///
    /// - Throws: `VectorIndexError.dimensionMismatch`, `.noDirection`.
    /// - Precondition: one is missing.
    public func append(_ vector: [Float]) throws(VectorIndexError) {
        precondition(filled < image.count, "one vector an id")
        guard vector.count == image.quantizer.dimension else {
            throw .dimensionMismatch(expected: image.quantizer.dimension, got: vector.count)
        }
        let id = image.ids[filled]
        guard vector.allSatisfy(\.isFinite), vector.contains(where: { $0 != 0 }) else {
            throw .noDirection(id: id)
        }
        image.quantizer.encode(vector.span, into: image.rows, at: filled)
        image.checks[filled] = image.rows.checksum(of: filled, id: id)
        filled += 1
    }

    /// Links the vectors into an index in memory.
    ///
    /// - Parameters:
    ///   - threads: at least 1.
    ///   - progress: is told how many vectors are linked, of all; what it throws ends the work.
    /// - Precondition: no vector is missing.
    @discardableResult
    public func index(
        threads: Int, progress: (Int) throws -> Void = { _ in }
    ) throws -> HNSWIndex {
        precondition(missing == 0, "one vector an id")
        try GraphBuilder(image, threads: threads).link(from: linked, progress: progress)
        linked = image.count
        return HNSWIndex(image, space: space, file: "")
    }

    /// Writes the index that `index` made into a file, which replaces one of the same name at once.
    ///
    /// - Parameters:
    ///   - path: a file in a folder that exists.
    ///   - generation: a number that the file is to tell.
    ///   - progress: called now and then; what it throws ends the work, and the file stays as it is.
    /// - Throws: `IndexFileError.unwritable`, and what `progress` throws.
    /// - Precondition: `index` was called.
    public func publish(
        as path: String, generation: UInt64, progress: () throws -> Void = {}
    ) throws {
        precondition(linked == image.count, "an index is linked before it is published")
        var publisher = IndexPublisher(DiskOutput())
        try publisher.publish(image, generation: generation, as: path, progress: progress)
    }

    private static func image(
        ids: [Int64], mean: [Float], space: String, parameters: HNSWParameters
    ) throws(VectorIndexError) -> IndexImage {
        let plan = LayerPlan(ids: ids, parameters: parameters)
        let layout = try IndexLayout(
            IndexLayout.Shape(
                dimension: mean.count, count: ids.count, parameters: parameters,
                layerSizes: plan.upper.map(\.count), spaceLength: space.utf8.count))
        let image = try IndexImage(layout, mean: mean, space: space)
        for (node, id) in ids.enumerated() { image.ids[node] = id }
        let order = ids.indices.sorted { ids[$0] < ids[$1] }
        for (rank, node) in order.enumerated() {
            if rank > 0, ids[order[rank - 1]] == ids[node] { throw .duplicate(id: ids[node]) }
            image.order[rank] = UInt32(node)
        }
        plan.write(to: image.layers)
        return image
    }
}
