import Foundation
import TestSupport
import Testing

@testable import Encoding

@Suite struct RememberedHashesTests {
    private let folder: TemporaryDirectory
    private let file: String
    private var memory: String { folder.path + "/cache/hashes.json" }

    init() throws {
        folder = try TemporaryDirectory()
        file = try folder.write(
            [UInt8](repeating: 1, count: Int(RememberedHashes.smallestFile)), to: "weights")
    }

    /// Seen from later on, when the file has settled.
    private func hash(_ seconds: Double = 10) throws -> FileHash {
        var hashes = RememberedHashes(path: memory, now: Date() + seconds)
        defer { hashes.save() }
        return try hashes.hash(ofFile: file)
    }

    /// Changes what is remembered, to tell a remembered hash from a computed one.
    private func forge() throws -> FileHash {
        let other = FileHash(of: Data("other".utf8))
        let text = try String(contentsOfFile: memory, encoding: .utf8)
        try text.replacing(#/[0-9a-f]{32}/#, with: other.text)
            .write(toFile: memory, atomically: true, encoding: .utf8)
        return other
    }

    @Test func anUntouchedFileIsReadOnce() throws {
        let first = try hash()
        #expect(first == FileHash(of: try Data(contentsOf: URL(fileURLWithPath: file))))
        let forged = try forge()
        #expect(try hash() == forged)
    }

    @Test func aChangeIsNoticedThoughItKeepsSizeAndDate() throws {
        let first = try hash()
        let forged = try forge()
        let date = try FileManager.default.attributesOfItem(atPath: file)[.modificationDate]
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
        try handle.write(contentsOf: [2])
        try handle.close()
        try FileManager.default.setAttributes(
            [.modificationDate: try #require(date)], ofItemAtPath: file)
        let second = try hash()
        #expect(second != first && second != forged)
    }

    @Test func aFileThatReplacesAnotherIsRead() throws {
        let first = try hash()
        _ = try forge()
        let other = try folder.write(
            [UInt8](repeating: 1, count: Int(RememberedHashes.smallestFile)), to: "other")
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.moveItem(atPath: other, toPath: file)
        #expect(try hash() == first)
    }

    /// It may change again within one tick of the clock.
    @Test func aFreshFileIsNotRemembered() throws {
        _ = try hash(0)
        #expect(!FileManager.default.fileExists(atPath: memory))
    }

    @Test func aDamagedMemoryIsNone() throws {
        let first = try hash()
        for text in ["", "{", "[]", #"{"a":{"state":[],"hash":"xyz"}}"#] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: memory))
            #expect(try hash() == first)
        }
        let text = try String(contentsOfFile: memory, encoding: .utf8)
        try text.replacing(first.text, with: "12").write(
            toFile: memory, atomically: true, encoding: .utf8)
        #expect(try hash() == first)
    }

    @Test func hashesAreWrittenAndRead() {
        let hash = FileHash(of: Data("a".utf8))
        #expect(FileHash(text: hash.text) == hash)
        for text in ["", "12", String(repeating: "g", count: 32), hash.text + "0"] {
            #expect(FileHash(text: text) == nil)
        }
    }
}
