import Catalog
import MediaTypes
import TestSupport

/// A library in a temporary folder, with a space of two dimensions.
struct Fixture {
    let directory: TemporaryDirectory
    let catalog: Catalog
    let space: SpaceID

    var library: String { directory.path + "/library" }
    var file: String { library + "/catalog.sqlite" }

    init() throws {
        directory = try TemporaryDirectory()
        catalog = try Catalog(library: directory.path + "/library")
        space = try catalog.registerSpace(
            identity: "a", name: "test", dimension: 2, preprocessingVersion: 1)
    }

    func reader() throws -> Catalog { try Catalog(library: library, access: .read) }

    /// Records a recording with windows of a second.
    @discardableResult
    func record(
        _ path: String, content: UInt8, seconds: Int = 1, in space: SpaceID? = nil
    ) throws -> Int {
        try catalog.recordIndexed(
            path: path, fingerprint: fingerprint(content),
            asset: AssetDescription(
                hash: hash(content), byteSize: 10, type: .audio, duration: Double(seconds)),
            segments: (0..<seconds).map { second in
                EncodedSegment(
                    modality: .audio,
                    range: TimeRange(start: Double(second), end: Double(second + 1)),
                    embedding: embedding(Float(content), Float(second + 1)))
            }, in: space ?? self.space)
    }

    @discardableResult
    func recordPhoto(_ path: String, content: UInt8) throws -> Int {
        try catalog.recordIndexed(
            path: path, fingerprint: fingerprint(content),
            asset: AssetDescription(
                hash: hash(content), byteSize: 5, type: .image, width: 4, height: 3),
            segments: [
                EncodedSegment(modality: .image, range: nil, embedding: embedding(1, 0))
            ], in: space)
    }

    /// Ends a run in which every path is still there.
    @discardableResult
    func sweep() throws -> RemovalCounts {
        try catalog.removePaths(under: ["/"]) { _ in false }
    }

    func allEmbeddings(in space: SpaceID? = nil) throws -> [SegmentID] {
        var ids: [SegmentID] = []
        try catalog.forEachEmbedding(in: space ?? self.space) { segment, _ in
            ids.append(segment.id)
        }
        return ids
    }
}

func hash(_ content: UInt8) -> ContentHash {
    ContentHash(bytes: [UInt8](repeating: content, count: ContentHash.byteCount))
}

func fingerprint(_ content: UInt8) -> FileFingerprint {
    FileFingerprint(
        size: Int64(content), modified: 1_700_000_000_123_456_789, changed: 2,
        inode: UInt64.max - UInt64(content))
}

func embedding(_ x: Float, _ y: Float) -> Embedding {
    guard let embedding = Embedding(normalizing: [x, y]) else {
        preconditionFailure("a test gave a vector without a direction")
    }
    return embedding
}
