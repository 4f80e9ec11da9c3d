import Catalog
import Encoding
import Foundation
import Ingestion
import MediaTypes
import TestSupport
import Testing

@Suite struct FailureTests {
    @Test func aBadFileIsNotTriedAgainUntilItChanges() throws {
        let archive = try Archive()
        try archive.write("bad.jpg", "image 1 2")
        try archive.write("good.jpg", "image 1 2 3")
        let first = try archive.index()
        #expect(first.indexed == 1)
        #expect(
            first.quarantined == [
                IndexFailure(
                    path: archive.path("bad.jpg"), stage: .decode,
                    reason: "the file is damaged: a colour is missing")
            ])
        let second = try archive.index()
        #expect(second.quarantined.isEmpty)
        #expect(second.stillQuarantined == 1)
        #expect(second.outcome == .partial)
        #expect(try archive.catalog.quarantine().map(\.attempts) == [1])

        try archive.write("bad.jpg", "image 1 2 4")
        let third = try archive.index()
        #expect(third.indexed == 1)
        #expect(third.outcome == .completed)
        #expect(try archive.catalog.quarantine().isEmpty)
    }

    @Test func aBadFileThatIsNamedIsTriedAgain() throws {
        let archive = try Archive()
        let path = try archive.write("bad.jpg", "nonsense")
        _ = try archive.index()
        #expect(try archive.index([path]).quarantined.count == 1)
        #expect(try archive.catalog.quarantine().map(\.attempts) == [2])
    }

    @Test func aBadFileThatIsGoneIsForgotten() throws {
        let archive = try Archive()
        try archive.write("bad.jpg", "nonsense")
        _ = try archive.index()
        try archive.remove("bad.jpg")
        #expect(try archive.index().outcome == .completed)
        #expect(try archive.catalog.quarantine().isEmpty)
    }

    @Test func copiesOfABadFileFailToo() throws {
        let archive = try Archive()
        for number in 1...5 { try archive.write("\(number).jpg", "") }
        let summary = try archive.index(threads: 1)
        #expect(summary.quarantined.count == 5)
        #expect(summary.quarantined.allSatisfy { $0.reason == "the file is empty (0 bytes)" })
    }

    @Test func badContentReplacesTheGood() throws {
        let archive = try Archive()
        try archive.write("a.jpg", "image 1 2 3")
        _ = try archive.index()
        try archive.write("a.jpg", "nonsense")
        _ = try archive.index()
        #expect(try archive.found().isEmpty)
    }

    @Test func damagedSoundIsIndexedUntilTheDamage() throws {
        let archive = try Archive()
        try archive.write("cut.wav", "audio 60 0.5 8")
        let summary = try archive.index()
        #expect(summary.indexed == 1)
        #expect(summary.outcome == .partial)
        #expect(
            summary.quarantined.map(\.reason) == [
                "the file is cut short: the sound ends early"
            ])
        #expect(
            try archive.found().compactMap { $0.range?.end } == [2.5, 3.75, 5, 6.25, 7.5, 8])
        #expect(try archive.index().stillQuarantined == 1)
    }

    @Test func soundThatIsDamagedAtOnceIsNotIndexed() throws {
        let archive = try Archive()
        try archive.write("cut.wav", "audio 60 0.5 0")
        let summary = try archive.index()
        #expect(summary.indexed == 0)
        #expect(summary.quarantined.map(\.stage) == [.decode])
    }

    @Test func oneBadItemOfABatchCostsOneFile() throws {
        let archive = try Archive()
        for number in 1...8 { try archive.write("\(number).jpg", "image \(number - 1) 0 0") }
        let summary = try archive.index()
        #expect(summary.indexed == 7)
        #expect(
            summary.quarantined == [
                IndexFailure(
                    path: archive.path("1.jpg"), stage: .encode,
                    reason: "will not look at pure black")
            ])
    }

    @Test func aFileThatChangesUnderWayIsLeftToTheNextRun() throws {
        let archive = try Archive()
        let path = try archive.write("a.jpg", "image 1 2 3")
        let media = FakeMedia { path in
            try? Data("image 9 9 90".utf8).write(to: URL(fileURLWithPath: path))
        }
        let summary = try archive.index(media: media)
        #expect(summary.problems == [.init(path: path, reason: "changed while it was read")])
        #expect(try archive.found().isEmpty)
        #expect(try archive.index().indexed == 1)
    }

    @Test func aFailingCatalogEndsTheRun() throws {
        let archive = try Archive()
        for number in 1...40 { try archive.write("\(number).jpg", "image \(number) 2 3") }
        let reader = try Catalog(library: archive.catalog.library, access: .read)
        #expect(throws: CatalogError.self) {
            try IndexRun(
                roots: [archive.root], catalog: reader, space: .fake(), media: FakeMedia()
            ).execute()
        }
    }
}
