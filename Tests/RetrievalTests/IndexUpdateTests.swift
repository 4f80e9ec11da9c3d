import Catalog
import Foundation
import MediaTypes
import TestSupport
import Testing
import VectorIndex

@testable import Retrieval

/// Searches by index files find what a scan of all embeddings finds, whatever happened to either.
@Suite struct IndexUpdateTests {
    private struct Stopped: Error {}

    private var library: TestLibrary
    private var paths: Set<String> = []

    init() throws {
        library = try TestLibrary()
        for number in 0..<120 { try addPhoto(number) }
        for number in 0..<12 {
            let parts = (0..<5).map { second in
                TestLibrary.Part(
                    .audio, seconds(Double(second), Double(second + 1)),
                    Self.direction(1000 + 5 * number + second))
            }
            try library.add("/videos/\(number).mp4", .video, parts)
        }
    }

    /// All over the space, the same for the same number.
    private static func direction(_ number: Int) -> [Float] {
        let angle = Float(number)
        return [sin(angle), cos(angle), sin(3 * angle), cos(1.7 * angle)]
    }

    private mutating func addPhoto(_ number: Int) throws {
        let path = "/photos/\(number).jpg"
        paths.insert(path)
        try library.add(path, .image, [(.image, nil, Self.direction(number))])
    }

    private var record: SpaceRecord {
        get throws { try #require(try library.catalog.spaces().first) }
    }

    @discardableResult
    private func update(rebuilding: Bool = false, smallest: Int = 20) throws -> Bool {
        try IndexUpdate(
            catalog: library.catalog, space: record, smallest: smallest, threads: 2
        ).run(rebuilding: rebuilding) { _, _ in }
    }

    private func state() throws -> IndexState {
        try library.catalog.indexState(in: library.spaceID)
    }

    private func files() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: library.catalog.indexFolder)
    }

    /// The paths that searches find first, by whatever index is there.
    private func found() throws -> (paths: [[String]], fallbacks: [IndexFallback]) {
        let engine = try library.engine()
        var paths: [[String]] = []
        for text in ["a", "b", "abc", "dda"] {
            let answer = try engine.search(Query([.letters(text)], limit: 12))
            paths.append(answer.results.map(\.path))
        }
        return (paths, try engine.search(Query([.letters("a")])).fallbacks)
    }

    @Test func anIndexFindsWhatAScanFinds() throws {
        let scanned = try found()
        #expect(scanned.fallbacks.isEmpty)
        #expect(try update())
        #expect(try state().files.map(\.vectors).sorted() == [60, 120])
        #expect(try files().count == 2)
        let indexed = try found()
        #expect(indexed.paths == scanned.paths)
        #expect(indexed.fallbacks.isEmpty)
    }

    @Test func nothingIsDoneTwice() throws {
        try update()
        let before = try state()
        #expect(try !update())
        #expect(try state() == before)
    }

    @Test func fewEmbeddingsNeedNoFile() throws {
        try update(smallest: 100)
        #expect(try state().files.map(\.vectors) == [120])
        try update(smallest: 1000)
        #expect(try state().files.isEmpty)
        #expect(try files().isEmpty)
    }

    @Test mutating func whatCameAndWentIsKnownBeforeTheNextUpdate() throws {
        try update()
        for number in 200..<215 { try addPhoto(number) }
        let gone: Set = ["/photos/3.jpg", "/photos/4.jpg"]
        _ = try library.catalog.removePaths(under: ["/photos"]) { gone.contains($0) }
        #expect(try state().changed.count == 17)
        let topped = try found()
        #expect(topped.fallbacks.isEmpty)
        #expect(topped.paths.joined().allSatisfy { !gone.contains($0) })
        #expect(try update())
        #expect(try state().changed.isEmpty)
        #expect(try found().paths == topped.paths)
        #expect(try files().count == 2)
        try update(rebuilding: true)
        #expect(try found().paths == topped.paths)
    }

    /// Little is worked in; much of it makes the whole worth making anew.
    @Test mutating func muchChangeRebuilds() throws {
        try update()
        func rebuilt() throws -> Int? {
            try state().files.first { $0.segments.type == .image }?.rebuiltVectors
        }
        for number in 200..<210 { try addPhoto(number) }
        try update()
        #expect(try rebuilt() == 120)
        for number in 300..<400 { try addPhoto(number) }
        try update()
        #expect(try rebuilt() == 230)
    }

    @Test func aDamagedOrMissingFileIsReplacedByAScanThatSaysSo() throws {
        let scanned = try found()
        try update()
        let name = try #require(try state().files.first { $0.segments.type == .image }?.name)
        let path = library.catalog.indexFolder + "/" + name
        let sound = try Data(contentsOf: URL(fileURLWithPath: path))
        for damaged in [Data(), sound.prefix(1000), Data(sound.dropFirst())] {
            try damaged.write(to: URL(fileURLWithPath: path))
            let answer = try found()
            #expect(answer.paths == scanned.paths)
            #expect(answer.fallbacks.count == 1)
        }
        try FileManager.default.removeItem(atPath: path)
        #expect(try found().paths == scanned.paths)
        #expect(try found().fallbacks.count == 1)
        #expect(try update())
        #expect(try found().fallbacks.isEmpty)
        #expect(try found().paths == scanned.paths)
    }

    /// Codes are checked when a search comes to them.
    @Test func damageThatASearchComesToIsReplacedByAScan() throws {
        let scanned = try found()
        try update()
        let name = try #require(try state().files.first { $0.segments.type == .image }?.name)
        let path = library.catalog.indexFolder + "/" + name
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        // Rows of codes are the last section: one bit in each.
        for row in 0..<120 { bytes[bytes.count - 64 * (120 - row) + 1] ^= 1 }
        try bytes.write(to: URL(fileURLWithPath: path))
        let answer = try found()
        #expect(answer.paths == scanned.paths)
        #expect(answer.fallbacks.count == 1)
        let check = try IndexCheck(catalog: library.catalog, space: record)
            .run(measuringRecall: false)
        #expect(check.count { $0.fault != nil } == 1)
    }

    @Test mutating func aStoppedUpdateLeavesTheIndexAsItWas() throws {
        try update()
        let before = try state()
        let names = try files().sorted()
        for number in 200..<260 { try addPhoto(number) }
        #expect(throws: Stopped.self) {
            try IndexUpdate(
                catalog: library.catalog, space: record, smallest: 20, threads: 1
            ).run { done, all in if done == all { throw Stopped() } }
        }
        #expect(try state().files == before.files)
        #expect(try files().sorted() == names)
        #expect(try found().fallbacks.isEmpty)
    }

    @Test func theFileOfAnotherSpaceIsNotUsed() throws {
        try update()
        let scanned = try found()
        let records = try state().files
        let photos = try #require(records.first { $0.segments.type == .image })
        let folder = library.catalog.indexFolder
        let builder = try HNSWBuilder(ids: [1], mean: [0, 0, 0, 0], space: "another")
        try builder.append([1, 0, 0, 0])
        try builder.index(threads: 1)
        try builder.publish(as: folder + "/" + photos.name, generation: 1)
        let answer = try found()
        #expect(answer.paths == scanned.paths)
        #expect(answer.fallbacks.count == 1)
    }

    @Test func recallIsMeasured() throws {
        try update()
        let findings = try IndexCheck(catalog: library.catalog, space: record)
            .run(measuringRecall: true)
        #expect(findings.count == 2)
        for finding in findings {
            #expect(finding.fault == nil)
            #expect((finding.recall ?? 0) >= 0.95)
        }
    }
}
