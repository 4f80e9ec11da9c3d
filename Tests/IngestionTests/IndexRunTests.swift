import Catalog
import Encoding
import Foundation
import Ingestion
import MediaTypes
import TestSupport
import Testing

@Suite struct IndexRunTests {
    private func mixedArchive() throws -> Archive {
        let archive = try Archive()
        try archive.write("photos/red.jpg", "image 250 1 2")
        try archive.write("photos/green.PNG", "image 1 250 2")
        try archive.write("sounds/long.wav", "audio 12 0.5")
        try archive.write("sounds/short.ogg", "audio 0.4 0.25")
        try archive.write("videos/a.mp4", "video 5")
        try archive.write("notes.txt", "image 1 2 3")
        return archive
    }

    @Test(arguments: [1, 3]) func everythingIsIndexed(threads: Int) throws {
        let archive = try mixedArchive()
        let summary = try archive.index(threads: threads)
        #expect(summary.seen == 5)
        #expect(summary.indexed == 5)
        #expect(summary.outcome == .completed)
        #expect(abs(summary.secondsOfSound - 12.4) < 1e-9)
        #expect(summary.secondsOfVideo == 5)
        let found = try archive.found()
        #expect(summary.segmentsAdded == found.count)
        func ranges(_ path: String, _ modality: Modality) -> [[Double]?] {
            found.filter { $0.path == path && $0.modality == modality }
                .map { $0.range.map { [$0.start, $0.end] } }
        }
        #expect(ranges("photos/red.jpg", .image) == [nil])
        #expect(
            ranges("sounds/long.wav", .audio) == [
                [0, 2.5], [1.25, 3.75], [2.5, 5], [3.75, 6.25], [5, 7.5], [6.25, 8.75], [7.5, 10],
                [8.75, 11.25], [9.5, 12],
            ])
        #expect(ranges("sounds/short.ogg", .audio) == [[0, 0.4]])
        #expect(ranges("videos/a.mp4", .image) == [[0, 2], [2, 4], [4, 5]])
        #expect(ranges("videos/a.mp4", .audio) == [[0, 2.5], [1.25, 3.75], [2.5, 5]])
        let red = try #require(found.first { $0.path == "photos/red.jpg" })
        #expect(red.vector == Embedding(normalizing: [250, 1, 2, 1])?.values)
    }

    @Test func theSecondRunSkipsEverything() throws {
        let archive = try mixedArchive()
        _ = try archive.index()
        let before = try archive.found()
        let log = EncodingLog()
        let summary = try archive.index(space: .fake(log: log))
        #expect(summary.unchanged == 5)
        #expect(summary.indexed == 0 && summary.linked == 0 && summary.segmentsAdded == 0)
        #expect(log.current.prepared == 0)
        #expect(try archive.found() == before)
    }

    @Test func movedAndCopiedFilesAreNotEncodedAgain() throws {
        let archive = try mixedArchive()
        _ = try archive.index()
        try FileManager.default.moveItem(
            atPath: archive.path("photos/red.jpg"), toPath: archive.path("photos/rouge.jpg"))
        try FileManager.default.copyItem(
            atPath: archive.path("sounds/long.wav"), toPath: archive.path("copy.wav"))
        let log = EncodingLog()
        let summary = try archive.index(space: .fake(log: log))
        #expect(log.current.prepared == 0)
        #expect(summary.linked == 2)
        #expect(summary.removed.paths == 1)
        #expect(summary.removed.assets == 0)
        #expect(try archive.catalog.counts().paths == 6)
        #expect(try archive.catalog.counts().assets.values.reduce(0, +) == 5)
        #expect(try archive.foundPaths().contains("photos/rouge.jpg"))
    }

    @Test(arguments: [1, 3]) func filesThatSwapNamesAreNotEncodedAgain(threads: Int) throws {
        let archive = try Archive()
        for number in 0..<10 { try archive.write("\(number).jpg", "image \(number) 2 3") }
        _ = try archive.index()
        // Everyone takes the name of the next, and the last one that of the first.
        for number in 0..<10 {
            try FileManager.default.moveItem(
                atPath: archive.path("\(number).jpg"), toPath: archive.path("\(number + 1).tmp"))
        }
        for number in 1...10 {
            try FileManager.default.moveItem(
                atPath: archive.path("\(number).tmp"), toPath: archive.path("\(number % 10).jpg"))
        }
        let log = EncodingLog()
        let summary = try archive.index(space: .fake(log: log), threads: threads)
        #expect(summary.linked == 10)
        #expect(log.current.prepared == 0)
        #expect(summary.removed == RemovalCounts())
        let three = try #require(try archive.found().first { $0.path == "4.jpg" })
        #expect(three.vector == Embedding(normalizing: [3, 2, 3, 1])?.values)
    }

    @Test(arguments: [1, 3]) func copiesFoundInOneRunAreEncodedOnce(threads: Int) throws {
        let archive = try Archive()
        for number in 1...20 { try archive.write("\(number).jpg", "image 10 20 30") }
        let log = EncodingLog()
        let summary = try archive.index(space: .fake(log: log), threads: threads)
        #expect(log.current.encoded == 1)
        #expect(summary.indexed == 1)
        #expect(summary.linked == 19)
        #expect(try archive.catalog.counts().paths == 20)
    }

    @Test func changedContentReplacesTheOld() throws {
        let archive = try mixedArchive()
        _ = try archive.index()
        try archive.write("photos/red.jpg", "image 200 100 100")
        let summary = try archive.index()
        #expect(summary.indexed == 1)
        #expect(summary.unchanged == 4)
        let red = try archive.found().filter { $0.path == "photos/red.jpg" }
        #expect(red.map(\.vector) == [Embedding(normalizing: [200, 100, 100, 1])?.values])
        #expect(try archive.catalog.counts().assets[.image] == 2)
    }

    @Test func deletedFilesAreForgotten() throws {
        let archive = try mixedArchive()
        _ = try archive.index()
        try archive.remove("photos")
        let summary = try archive.index()
        #expect(summary.removed.paths == 2)
        #expect(summary.removed.assets == 2)
        #expect(
            try archive.foundPaths() == ["sounds/long.wav", "sounds/short.ogg", "videos/a.mp4"])
    }

    @Test func aRunKeepsToItsRoots() throws {
        let archive = try mixedArchive()
        _ = try archive.index()
        try archive.remove("photos/red.jpg")
        try archive.write("sounds/new.wav", "audio 1 0.1")
        let summary = try archive.index([archive.path("sounds")])
        #expect(summary.seen == 3)
        #expect(summary.removed.paths == 0)
        #expect(try archive.foundPaths().contains("photos/red.jpg"))
    }

    @Test func aSpaceWithoutSoundSkipsSound() throws {
        let archive = try mixedArchive()
        let summary = try archive.index(space: .fake(withSound: false))
        #expect(summary.indexed == 3)
        #expect(summary.unencodable == [.audio: 2])
        #expect(try archive.found().allSatisfy { $0.modality == .image })
        let again = try archive.index(space: .fake(withSound: false))
        #expect(again.unchanged == 3 && again.indexed == 0)
        #expect(again.unencodable == [.audio: 2], "that they are not found is told every time")
        let space = try #require(try archive.catalog.currentSpace())
        #expect(try archive.catalog.counts().unencodable == [space.id: 2])
        #expect(try archive.catalog.counts().assets[.audio] == 2)
    }

    @Test func silenceIsNoLackOfAnEncoder() throws {
        let archive = try Archive()
        try archive.write("silent.wav", "audio 3 0")
        try archive.write("nothing.mp4", "video 3 dark mute")
        let summary = try archive.index(space: .fake(withSound: false))
        #expect(summary.unencodable == [.audio: 1])
        #expect(summary.indexed == 1)
        let other = try Archive()
        try other.write("silent.wav", "audio 3 0")
        #expect(try other.index().indexed == 1)
    }

    @Test func anotherSpaceIsRefusedOnceSomethingIsIndexed() throws {
        let archive = try mixedArchive()
        try FileManager.default.createDirectory(
            atPath: archive.path("empty"), withIntermediateDirectories: true)
        _ = try archive.index([archive.path("empty")], space: .fake(identity: "fake-0"))
        _ = try archive.index()
        #expect(try archive.catalog.currentSpace()?.identity == "fake-1")
        let spaces = try archive.catalog.spaces()
        #expect(throws: IndexingError.otherSpace(asked: "fake", current: "fake")) {
            _ = try archive.index(space: .fake(identity: "fake-2"))
        }
        #expect(try archive.catalog.spaces() == spaces)
    }

    @Test func videosAreIndexedByWhatIsThere() throws {
        let archive = try Archive()
        try archive.write("mute.mp4", "video 4 mute")
        try archive.write("dark.mp4", "video 4 dark")
        #expect(try archive.index().outcome == .completed)
        let found = try archive.found()
        #expect(Set(found.filter { $0.path == "mute.mp4" }.map(\.modality)) == [.image])
        #expect(Set(found.filter { $0.path == "dark.mp4" }.map(\.modality)) == [.audio])
    }

    @Test func longSoundIsEncodedAsItComes() throws {
        let archive = try Archive()
        try archive.write("hours.wav", "audio 7200 0.5")
        let log = EncodingLog()
        _ = try archive.index(space: .fake(log: log), threads: 1)
        #expect(log.current.encoded == 5759)
        #expect(log.current.waiting <= 8)
        #expect(log.current.batches.dropLast().allSatisfy { $0 == 8 })
    }

    @Test func batchesAreFilledAcrossFiles() throws {
        let archive = try Archive()
        for number in 1...32 { try archive.write("\(number).jpg", "image \(number) 20 30") }
        let log = EncodingLog()
        _ = try archive.index(space: .fake(log: log), threads: 1)
        #expect(log.current.batches == [8, 8, 8, 8])
    }

    @Test func aPhotoDoesNotWaitForAllTheSound() throws {
        let archive = try Archive()
        try archive.write("a.jpg", "image 1 2 3")
        try archive.write("b.wav", "audio 3600 0.5")
        let recorder = Recorder()
        _ = try archive.index(threads: 1, observer: recorder)
        let indexed = recorder.events.compactMap { event in
            if case .indexed(let path, _, _) = event { path } else { nil }
        }
        #expect(indexed == [archive.path("a.jpg"), archive.path("b.wav")])
    }

    @Test func everyFileIsReported() throws {
        let archive = try mixedArchive()
        try archive.write("bad.jpg", "nonsense")
        let recorder = Recorder()
        _ = try archive.index(observer: recorder)
        let events = recorder.events
        #expect(
            events.contains { event in
                if case .walked(left: 6, let bytes) = event { bytes > 50 } else { false }
            })
        #expect(events.contains(.found(path: archive.path("bad.jpg"))))
        #expect(
            events.contains(
                .quarantined(
                    path: archive.path("bad.jpg"), stage: .inspect,
                    reason: "unsupported format: plain text")))
        #expect(
            events.contains(
                .indexed(path: archive.path("videos/a.mp4"), type: .video, segments: 6)))
    }

    @Test func theRunIsNoted() throws {
        let archive = try mixedArchive()
        try archive.write("bad.jpg", "nonsense")
        let summary = try archive.index()
        let run = try #require(try archive.catalog.recentRuns(limit: 1).first)
        #expect(run.outcome == .partial)
        #expect(run.roots == [archive.root])
        #expect(run.counts.filesSeen == 6)
        #expect(run.counts.filesIndexed == 5)
        #expect(run.counts.filesQuarantined == 1)
        #expect(run.counts.segmentsAdded == summary.segmentsAdded)
    }

    @Test func aFolderWithoutMediaIsNoError() throws {
        let archive = try Archive()
        try archive.write("notes.txt", "nothing")
        let summary = try archive.index()
        #expect(summary.seen == 0)
        #expect(summary.outcome == .completed)
    }

    @Test func aMissingRootIsAnError() throws {
        let archive = try Archive()
        let missing = archive.path("nowhere")
        #expect(throws: IndexingError.missing(path: missing)) {
            try archive.index([archive.root, missing])
        }
        #expect(throws: IndexingError.noRoots) { try archive.index([]) }
        #expect(throws: IndexingError.notAFile(path: "/dev/null")) {
            try archive.index(["/dev/null"])
        }
    }

    @Test func anExplicitFileNeedsNoEnding() throws {
        let archive = try Archive()
        let path = try archive.write("picture", "image 1 2 3")
        #expect(try archive.index([path]).indexed == 1)
    }

    @Test func aLibraryHasOneWriter() throws {
        let archive = try Archive()
        #expect(throws: CatalogError.self) { try Catalog(library: archive.catalog.library) }
    }
}
