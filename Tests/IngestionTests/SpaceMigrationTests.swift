import Catalog
import Encoding
import Foundation
import Ingestion
import MediaTypes
import TestSupport
import Testing

@Suite struct SpaceMigrationTests {
    private let archive: Archive

    init() throws {
        archive = try Archive()
        try archive.write("photos/red.jpg", "image 250 1 2")
        try archive.write("photos/large.jpg", "image 1 250 2 40")
        try archive.write("sounds/long.wav", "audio 12 0.5")
        try archive.write("videos/a.mp4", "video 5")
        _ = try archive.index()
    }

    private func migrate(
        to space: Space = .fake(identity: "fake-2"), threads: Int = 2,
        media: any MediaReading = FakeMedia(), dropping isDropping: Bool = false,
        interruption: Interruption = Interruption()
    ) throws -> IndexSummary {
        let migration = SpaceMigration(
            catalog: archive.catalog, to: space, options: IndexOptions(threads: threads),
            media: media)
        let summary = try migration.execute(interruption: interruption)
        if summary.left.isEmpty, !summary.wasInterrupted {
            try migration.complete(summary, droppingOthers: isDropping)
            if isDropping { try archive.catalog.dropLeftSpaces() }
        }
        return summary
    }

    private var current: String? {
        get throws { try archive.catalog.currentSpace()?.identity }
    }

    @Test func everythingIsEncodedBesideTheOld() throws {
        let before = try archive.found()
        let segments = try archive.catalog.counts().segments
        let summary = try migrate()
        #expect(summary.indexed == 4 && summary.seen == 4)
        #expect(summary.segmentsAdded == before.count)
        #expect(try current == "fake-2")
        #expect(try archive.found() == before, "the old is kept")
        #expect(try archive.found(identity: "fake-2") == before)
        #expect(try archive.catalog.counts().segments == segments, "segments are shared")
        #expect(try archive.catalog.recentRuns(limit: 1).first?.kind == .migration)
        #expect(try archive.index(space: .fake(identity: "fake-2")).unchanged == 4)
    }

    @Test func goingBackEncodesOnlyWhatIsNew() throws {
        _ = try migrate()
        try archive.write("photos/blue.jpg", "image 1 2 250")
        _ = try archive.index(space: .fake(identity: "fake-2"))
        let log = EncodingLog()
        let summary = try migrate(to: .fake(log: log))
        #expect(summary.indexed == 1)
        #expect(log.current.prepared == 1)
        #expect(try current == "fake-1")
    }

    @Test func aStoppedMigrationLeavesTheOldAndGoesOn() throws {
        for number in 0..<40 { try archive.write("more/\(number).jpg", "image \(number) 9 9") }
        _ = try archive.index()
        let before = try archive.found()
        let interruption = Interruption()
        var media = FakeMedia()
        media.willInspect = { if $0.hasSuffix("20.jpg") { interruption.request() } }
        let log = EncodingLog()
        let first = try migrate(
            to: .fake(identity: "fake-2", log: log), threads: 1, media: media,
            interruption: interruption)
        #expect(first.wasInterrupted && first.indexed > 0 && first.indexed < 44)
        #expect(try current == "fake-1")
        #expect(try archive.found() == before)
        let second = try migrate(to: .fake(identity: "fake-2", log: log), threads: 1)
        #expect(first.indexed + second.indexed == 44)
        #expect(try current == "fake-2")
        #expect(try archive.found(identity: "fake-2") == before)
    }

    @Test func whatComesMeanwhileIsEncodedInTheOldAndThenToo() throws {
        let interruption = Interruption()
        interruption.request()
        _ = try migrate(interruption: interruption)
        try archive.write("photos/blue.jpg", "image 1 2 250")
        #expect(try archive.index().indexed == 1)
        #expect(try migrate().indexed == 5)
        #expect(try archive.found(identity: "fake-2") == archive.found())
    }

    @Test func droppingLeavesNothingOfTheOld() throws {
        // In the other space, nothing is heard.
        _ = try migrate(to: .fake(identity: "fake-2", withSound: false), dropping: true)
        #expect(try archive.found(identity: "fake-1").isEmpty)
        let found = try archive.found(identity: "fake-2")
        #expect(!found.isEmpty && found.allSatisfy { $0.modality == .image })
        let counts = try archive.catalog.counts()
        #expect(counts.segments == [.image: found.count])
        #expect(counts.assets.values.reduce(0, +) == 4)
        #expect(try archive.catalog.faults().isEmpty)
        // And back: everything is encoded again.
        #expect(try migrate(to: .fake()).indexed == 4)
    }

    @Test func aFileThatIsNotThereKeepsTheOldSpace() throws {
        try archive.remove("photos/red.jpg")
        let summary = try migrate()
        #expect(summary.indexed == 3)
        #expect(summary.problems.map(\.path) == [archive.path("photos/red.jpg")])
        #expect(summary.left == [.image: try #require(summary.left[.image])])
        #expect(try current == "fake-1")
        #expect(try archive.foundPaths().contains("photos/red.jpg"))
        // Once a run has noticed, nobody waits for it.
        _ = try archive.index()
        #expect(try migrate().indexed == 0)
        #expect(try current == "fake-2")
    }

    @Test func aCopyStandsInForAFileThatIsGone() throws {
        try FileManager.default.copyItem(
            atPath: archive.path("photos/red.jpg"), toPath: archive.path("photos/zweites.jpg"))
        _ = try archive.index()
        try archive.remove("photos/red.jpg")
        #expect(try migrate().indexed == 4)
        #expect(try current == "fake-2")
    }

    @Test func newTimesAreNoNewContent() throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1)],
            ofItemAtPath: archive.path("photos/red.jpg"))
        #expect(try migrate().indexed == 4)
        #expect(try archive.index(space: .fake(identity: "fake-2")).unchanged == 4)
    }

    @Test func aChangedFileIsNotTakenForTheOldOne() throws {
        try archive.write("photos/red.jpg", "image 1 2 3")
        let summary = try migrate()
        #expect(summary.problems.map(\.path) == [archive.path("photos/red.jpg")])
        #expect(try current == "fake-1")
        _ = try archive.index()
        #expect(try migrate().indexed == 1)
        #expect(try current == "fake-2")
    }

    /// Until the switch, what the new space can't encode is found in the old one.
    @Test func whatFailsIsQuarantinedAtTheSwitch() throws {
        try archive.write("photos/black.jpg", "image 0 0 0")
        let old = Space(
            name: "old", identity: "old", dimension: 4, preprocessingVersion: 1,
            image: BrightEncoder())
        let library = Archive(
            directory: archive.directory,
            catalog: try Catalog(library: archive.directory.path + "/library-2"))
        _ = try library.index(space: old)
        let migration = SpaceMigration(
            catalog: library.catalog, to: .fake(), options: IndexOptions(), media: FakeMedia())
        let summary = try migration.execute()
        #expect(summary.left.isEmpty)
        #expect(summary.quarantined.map(\.path) == [archive.path("photos/black.jpg")])
        #expect(try library.catalog.quarantine().isEmpty)
        #expect(try library.found(identity: "old").contains { $0.path == "photos/black.jpg" })
        try migration.complete(summary, droppingOthers: false)
        #expect(
            try library.catalog.quarantine().map(\.path) == [archive.path("photos/black.jpg")])
        #expect(try library.index().stillQuarantined == 1)
    }

    /// A damaged file is found by the rest of it in both spaces.
    @Test func damageIsNoFailure() throws {
        try archive.write("sounds/cut.wav", "audio 12 0.5 6")
        _ = try archive.index()
        let summary = try migrate()
        #expect(summary.quarantined.map(\.path) == [archive.path("sounds/cut.wav")])
        #expect(try current == "fake-2")
        let found = try archive.found(identity: "fake-2")
        #expect(found.contains { $0.path == "sounds/cut.wav" })
        #expect(try archive.catalog.quarantine().count == 1)
    }

    @Test func spacesWithOneIdentityMustAgree() throws {
        let forged = Space(
            name: "fake", identity: "fake-1", dimension: 4, preprocessingVersion: 2,
            image: BrightEncoder())
        #expect(
            throws: CatalogError.spaceConflict(
                identity: "fake-1", detail: "with preprocessing version 1")
        ) { _ = try migrate(to: forged) }
        #expect(try current == "fake-1")
    }

    @Test func anEmptyLibraryHasNothingToMigrate() throws {
        let catalog = try Catalog(library: archive.directory.path + "/empty")
        #expect(throws: IndexingError.nothingToMigrate(library: catalog.library)) {
            _ = try SpaceMigration(catalog: catalog, to: .fake(), media: FakeMedia()).execute()
        }
    }
}

/// Takes any picture.
private struct BrightEncoder: ImageEncoder {
    var precision: Precision { .f32 }
    var minimumShortSide: Int { 2 }

    func prepare(_ image: PixelBuffer) throws -> PreparedInput {
        PreparedInput(shape: [1], values: [1])
    }

    func encode(_ inputs: [PreparedInput]) throws -> [Embedding] {
        inputs.compactMap { _ in Embedding(normalizing: [1, 0, 0, 0]) }
    }
}
