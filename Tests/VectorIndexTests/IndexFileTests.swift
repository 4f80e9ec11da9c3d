import Foundation
import MediaTypes
import TestSupport
import Testing

@testable import VectorIndex

@Suite struct IndexFileTests {
    private let folder: TemporaryDirectory
    private let sample = GraphSample(clusters: 12, count: 400, dimension: 20, seed: 31)

    init() throws {
        folder = try TemporaryDirectory()
    }

    private func published(_ builder: HNSWBuilder, threads: Int = 1) throws -> String {
        try builder.index(threads: threads)
        let path = folder.path + "/\(UUID().uuidString).hnsw"
        try builder.publish(as: path, generation: 3)
        return path
    }

    private func bytes(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path))
    }

    @Test func anOpenedFileFindsWhatTheBuiltIndexFinds() throws {
        let builder = try sample.builder()
        let built = try builder.index(threads: 2)
        let path = folder.path + "/a.hnsw"
        try builder.publish(as: path, generation: 3)
        let opened = try HNSWIndex(file: path)
        #expect(opened.space == "space")
        #expect(opened.count == built.count)
        #expect(try bytes(path).count == opened.byteCount)
        for seed in 0..<20 as Range<UInt64> {
            let query = sample.query(seed)
            #expect(try opened.search(query, limit: 10) == built.search(query, limit: 10))
        }
        try opened.verify()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.hnsw"])
    }

    @Test func theSameVectorsGiveTheSameBytesWhateverTheThreads() throws {
        let first = try bytes(published(sample.builder()))
        for threads in [1, 2, 5] {
            #expect(try bytes(published(sample.builder(), threads: threads)) == first)
        }
        let other = try published(sample.builder(HNSWParameters(seed: 8)))
        #expect(try bytes(other) != first)
    }

    @Test(arguments: [(0, 1), (1, 1), (17, 64), (18, 65)])
    func smallAndOddShapesWork(count: Int, dimension: Int) throws {
        let vectors = RandomVectors.numbered(max(1, count), dimension: dimension, seed: 5)
        let sample = GraphSample(dimension: dimension, vectors: Array(vectors.prefix(count)))
        let builder = try HNSWBuilder(
            ids: sample.vectors.map(\.id),
            mean: [Float](repeating: 0, count: dimension), space: "")
        for (_, vector) in sample.vectors { try builder.append(vector.values) }
        let opened = try HNSWIndex(file: published(builder))
        try opened.verify()
        let query = RandomVectors.unit(dimension, seed: 6)
        #expect(try opened.search(query, limit: 100).count == count)
    }

    /// A reader that has a file open keeps what it has.
    @Test func anOpenIndexOutlivesItsFile() throws {
        let path = try published(sample.builder())
        let opened = try HNSWIndex(file: path)
        let before = try opened.search(sample.query(1), limit: 5)
        try FileManager.default.removeItem(atPath: path)
        #expect(try opened.search(sample.query(1), limit: 5) == before)
    }

    @Test func whatIsNoFileIsUnreadable() throws {
        #expect(throws: IndexFileError.self) { try HNSWIndex(file: folder.path + "/none") }
        #expect(throws: IndexFileError.self) { try HNSWIndex(file: folder.path) }
    }

    @Test func damagedOldAndNewAreThreeErrors() throws {
        let path = try published(sample.builder())
        func changed(_ offset: Int, to value: UInt8) throws -> String {
            var bytes = try bytes(path)
            bytes[offset] = value
            let changed = path + "-\(offset)"
            try bytes.write(to: URL(fileURLWithPath: changed))
            return changed
        }
        let damaged = try changed(40, to: 77)
        #expect(
            throws: IndexFileError.corrupt(
                file: damaged, detail: "its header doesn't fit its checksum")
        ) { try HNSWIndex(file: damaged) }
        let old = try changed(8, to: 0)
        #expect(throws: IndexFileError.tooOld(file: old, version: 0, readable: 1)) {
            try HNSWIndex(file: old)
        }
        let new = try changed(12, to: 2)
        #expect(throws: IndexFileError.tooNew(file: new, version: 1, readable: 1)) {
            try HNSWIndex(file: new)
        }
        // A later version that says that this program can read it.
        let compatible = try changed(8, to: 9)
        #expect(throws: IndexFileError.self) { try HNSWIndex(file: compatible) }
    }
}
