import Foundation
import TestSupport
import Testing

@testable import VectorIndex

/// A writer that dies at any step leaves the file that was there, or the whole new one.
@Suite struct PublicationTests {
    private struct Death: Error {}

    /// Works until its steps are used up, then does half of the next one and dies.
    private struct MortalOutput: FileOutput {
        var disk = DiskOutput()
        var steps: Int

        private mutating func step(_ path: String = "") throws(IndexFileError) {
            steps -= 1
            if steps < 0 { throw .unwritable(file: path, detail: "dead") }
        }

        mutating func create(_ path: String) throws(IndexFileError) {
            try step()
            try disk.create(path)
        }

        mutating func append(_ bytes: UnsafeRawBufferPointer) throws(IndexFileError) {
            let half = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count / 2)])
            if steps == 0 { try disk.append(half) }
            try step()
            try disk.append(bytes)
        }

        mutating func finish() throws(IndexFileError) {
            try step()
            try disk.finish()
        }

        mutating func rename(_ path: String, to target: String) throws(IndexFileError) {
            try step()
            try disk.rename(path, to: target)
        }

        mutating func syncFolder(_ path: String) throws(IndexFileError) {
            try step()
            try disk.syncFolder(path)
        }
    }

    private func image(_ seed: UInt64) throws -> IndexImage {
        try GraphSample(clusters: 5, count: 100, dimension: 8, seed: seed).index().image
    }

    @Test func deathAtAnyStepLeavesAWholeFile() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/index.hnsw"
        var first = IndexPublisher(DiskOutput())
        try first.publish(image(1), generation: 1, as: path) {}
        var steps = 0
        while true {
            var publisher = IndexPublisher(MortalOutput(steps: steps))
            let outcome = Result { try publisher.publish(image(2), generation: 2, as: path) {} }
            let file = try IndexFile(path: path)
            try file.verify()
            if case .success = outcome {
                #expect(file.header.generation == 2)
                break
            }
            // Only the name's own safety was missing.
            #expect(file.header.generation == (steps >= 4 ? 2 : 1), "after \(steps) steps")
            steps += 1
        }
        #expect(steps == 5)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["index.hnsw"])
    }

    @Test func whatProgressThrowsEndsTheWork() throws {
        let folder = try TemporaryDirectory()
        let path = folder.path + "/index.hnsw"
        var publisher = IndexPublisher(DiskOutput())
        #expect(throws: Death.self) {
            try publisher.publish(image(1), generation: 1, as: path) { throw Death() }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == [])
        #expect(throws: Death.self) {
            try GraphSample(clusters: 5, count: 100, dimension: 8, seed: 1).builder()
                .index(threads: 1) { _ in throw Death() }
        }
    }

    @Test func aFolderThatIsNotThereIsAnError() throws {
        var publisher = IndexPublisher(DiskOutput())
        #expect(throws: IndexFileError.self) {
            try publisher.publish(image(1), generation: 1, as: "/nowhere/at/all.hnsw") {}
        }
    }
}
