import Catalog
import Foundation
import MediaTypes
import VectorIndex

/// Brings a library's index files of one space up to date with its embeddings.
///
///     let update = try IndexUpdate(catalog: catalog, space: record, threads: 2)
///     try update.run { done, all in print(done, all) }
///
/// Every kind of segment with enough embeddings has a file. What has come, gone or changed is worked
/// into it; where that is much of it, or the file is missing or damaged, it is made from nothing.
/// The catalog names all new files in one transaction: until then, searches see the old ones.
public struct IndexUpdate {
    /// Fewer embeddings are scanned as fast as they are found in a graph; docs/index-format.md has
    /// the measurement.
    public static let smallestIndexed = 5000
    /// A file is made from nothing when so much of it has changed since that was last done.
    private static let largestChange = 0.5
    /// Vectors that the mean is taken of, at most.
    private static let sampled = 10_000
    /// Vectors read from the catalog at a time.
    private static let page = 1000

    private let catalog: Catalog
    private let space: SpaceRecord
    private let smallest: Int
    private let threads: Int

    /// - Parameters:
    ///   - catalog: open for writing.
    ///   - smallest: kinds of segments with fewer embeddings get no file.
    ///   - threads: at least 1.
    public init(
        catalog: Catalog, space: SpaceRecord, smallest: Int = smallestIndexed, threads: Int
    ) {
        self.catalog = catalog
        self.space = space
        self.smallest = smallest
        self.threads = threads
    }

    /// - Parameters:
    ///   - rebuilding: makes all files from nothing.
    ///   - progress: is told how many vectors of a kind are worked in, of all; what it throws ends
    ///     the work, and the library keeps the index that it had.
    /// - Returns: whether anything had to be done.
    /// - Throws: `CatalogError`, `IndexFileError.unwritable`, `VectorIndexError`, and what
    ///   `progress` throws.
    @discardableResult
    public func run(
        rebuilding: Bool = false, progress: (_ done: Int, _ all: Int) throws -> Void
    ) throws -> Bool {
        let state = try catalog.indexState(in: space.id)
        let generation = (state.files.map(\.generation).max() ?? 0) + 1
        var files: [IndexFileRecord] = []
        do {
            for kind in SegmentKind.all {
                let file = try bringUpToDate(
                    kind, state, rebuilding: rebuilding, generation: generation, progress)
                if let file { files.append(file) }
            }
            guard Set(files) != Set(state.files) || !state.changed.isEmpty else { return false }
            try catalog.recordIndexFiles(files, in: space.id)
        } catch {
            try? removeUnnamedFiles()
            throw error
        }
        try removeUnnamedFiles()
        return true
    }

    /// - Returns: the file of this kind; nil where it needs none.
    private func bringUpToDate(
        _ kind: SegmentKind, _ state: IndexState, rebuilding: Bool, generation: Int64,
        _ progress: (Int, Int) throws -> Void
    ) throws -> IndexFileRecord? {
        let ids = try catalog.segmentIDs(kind.selection, in: space.id)
        guard ids.count >= smallest, !ids.isEmpty else { return nil }
        let known = state.files.first { $0.segments == kind.selection }
        if !rebuilding, let known, let old = try? HNSWIndex(file: path(of: known)),
            old.space == space.identity, old.dimension == space.dimension
        {
            let added = try catalog.segmentIDs(
                kind.selection, in: space.id, among: state.changed)
            let gone = state.changed.count(where: old.contains)
            if added.isEmpty && gone == 0 { return known }
            let changed = abs(old.count - known.rebuiltVectors) + added.count + gone
            if Double(changed) < Self.largestChange * Double(known.rebuiltVectors) {
                let builder = try HNSWBuilder(
                    extending: old, without: IDSet(state.changed), by: added)
                for page in pages(of: added) {
                    let vectors = try catalog.embeddings(ofSegments: page, in: space.id)
                    for id in page { try builder.append(vectors[id] ?? []) }
                }
                return try publish(
                    builder, kind, count: ids.count, rebuilt: known.rebuiltVectors,
                    generation, progress)
            }
        }
        let builder = try HNSWBuilder(
            ids: ids, mean: try mean(of: ids), space: space.identity)
        try catalog.forEachEmbedding(in: space.id, kind.selection) { _, vector in
            try builder.append(vector)
        }
        return try publish(
            builder, kind, count: ids.count, rebuilt: ids.count, generation, progress)
    }

    private func publish(
        _ builder: HNSWBuilder, _ kind: SegmentKind, count: Int, rebuilt: Int,
        _ generation: Int64, _ progress: (Int, Int) throws -> Void
    ) throws -> IndexFileRecord {
        try builder.index(threads: threads) { try progress($0, count) }
        let record = IndexFileRecord(
            segments: kind.selection, generation: generation,
            name: "\(space.id)-\(kind.name)-\(generation).hnsw", vectors: count,
            rebuiltVectors: rebuilt)
        try FileManager.default.createDirectory(
            atPath: catalog.indexFolder, withIntermediateDirectories: true)
        try builder.publish(as: path(of: record), generation: UInt64(generation)) {
            try progress(count, count)
        }
        return record
    }

    private func mean(of ids: [SegmentID]) throws -> [Float] {
        let step = max(1, ids.count / Self.sampled)
        let sample = stride(from: 0, to: ids.count, by: step).map { ids[$0] }
        var mean = VectorMean(dimension: space.dimension)
        for page in pages(of: sample) {
            for vector in try catalog.embeddings(ofSegments: page, in: space.id).sorted(
                by: { $0.key < $1.key })
            { mean.add(vector.value) }
        }
        return mean.values
    }

    private func pages(of ids: [SegmentID]) -> [[SegmentID]] {
        stride(from: 0, to: ids.count, by: Self.page).map {
            Array(ids[$0..<min($0 + Self.page, ids.count)])
        }
    }

    private func path(of record: IndexFileRecord) -> String {
        catalog.indexFolder + "/" + record.name
    }

    /// Removes files that were replaced, that a stopped update left, or whose space was dropped.
    public func removeUnnamedFiles() throws {
        let named = try catalog.indexFileNames()
        let found =
            (try? FileManager.default.contentsOfDirectory(atPath: catalog.indexFolder)) ?? []
        for name in found where !named.contains(name) {
            try? FileManager.default.removeItem(atPath: catalog.indexFolder + "/" + name)
        }
    }
}
