import Catalog
import Encoding
import Foundation
import MediaTypes
import TestSupport
import Testing

/// An index file from its making to its damage and repair, over the command line.
@Suite struct IndexLifecycleTests {
    private let folder: TemporaryDirectory
    private var library: String { folder.path + "/library" }
    private var indexFolder: String { library + "/index" }

    /// As many photos as an index is made for, without files.
    init() throws {
        folder = try TemporaryDirectory()
        let space = try SpaceStore().load("starter", modalities: [])
        let catalog = try Catalog(library: library)
        let id = try catalog.registerSpace(
            identity: space.identity, name: space.name, dimension: space.dimension,
            preprocessingVersion: space.preprocessingVersion)
        try catalog.claimSearches(for: id)
        let run = try catalog.beginRun(in: id, roots: ["/photos"])
        var generator = SeededGenerator(seed: 3)
        for number in 0..<5100 {
            let values = (0..<space.dimension).map { _ in
                Float.random(in: -1...1, using: &generator)
            }
            let bytes = (0..<16).map { UInt8(truncatingIfNeeded: number >> (8 * ($0 % 8))) }
            try catalog.recordIndexed(
                path: "/photos/\(number).jpg",
                fingerprint: FileFingerprint(
                    size: 1, modified: 1, changed: 1, inode: UInt64(number)),
                asset: AssetDescription(
                    hash: ContentHash(bytes: bytes), byteSize: 1, type: .image, width: 4,
                    height: 3),
                segments: [
                    EncodedSegment(
                        modality: .image, range: nil,
                        embedding: try #require(Embedding(normalizing: values)))
                ], in: id)
        }
        try catalog.finishRun(run, outcome: .completed, counts: RunCounts())
    }

    private func trove(_ arguments: String...) throws -> TroveProcess.Result {
        try TroveProcess.run(arguments + ["--library", library])
    }

    private func results() throws -> (paths: [String], errors: String) {
        let result = try trove("search", "--like", "77", "--limit", "20", "--json")
        #expect(result.status == 0)
        return (try result.objects().compactMap { $0["path"] as? String }, result.errors)
    }

    @Test func anIndexIsMadeUsedDamagedAndRepaired() throws {
        let scanned = try results()
        #expect(scanned.paths.count == 20)
        #expect(scanned.errors.contains("trove reindex"))

        let made = try trove("reindex")
        #expect(made.status == 0 && made.output.contains("5,100 embeddings"), "\(made)")
        let indexed = try results()
        #expect(indexed.errors.isEmpty)
        #expect(Set(indexed.paths).intersection(scanned.paths).count >= 19)

        let verified = try trove("verify", "--recall", "--json")
        #expect(verified.status == 0)
        let finding = try #require(try verified.objects().first)
        #expect(try #require(finding["recall@10"] as? Double) >= 0.9)

        let name = try #require(
            try FileManager.default.contentsOfDirectory(atPath: indexFolder).first)
        let file = URL(fileURLWithPath: indexFolder + "/" + name)
        let sound = try Data(contentsOf: file)
        var damaged = sound
        damaged[sound.count / 5] ^= 4
        try damaged.write(to: file)
        let afterDamage = try results()
        #expect(afterDamage.paths == scanned.paths)
        #expect(afterDamage.errors.contains("damaged"))
        #expect(try trove("verify").status == 1)

        // A run mends it by the way, even one that finds nothing new.
        try FileManager.default.createDirectory(
            atPath: folder.path + "/empty", withIntermediateDirectories: true)
        #expect(try trove("index", folder.path + "/empty").status == 0)
        #expect(try trove("verify").status == 0)
        #expect(try results().paths == indexed.paths)
        #expect(try FileManager.default.contentsOfDirectory(atPath: indexFolder).count == 1)
    }
}
