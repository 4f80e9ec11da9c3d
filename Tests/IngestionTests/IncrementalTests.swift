import Catalog
import Encoding
import Foundation
import MediaTypes
import Synchronization
import TestSupport
import Testing

@testable import Ingestion

/// What a second run takes for unchanged, gone, unfinished or absent.
@Suite struct IncrementalTests {
    private let archive: Archive

    init() throws {
        archive = try Archive()
    }

    /// Where the archive truly is.
    private var root: String {
        get throws { try IndexRoot(archive.root).path }
    }

    private func setModified(_ name: String, _ secondsAgo: Double) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -secondsAgo)],
            ofItemAtPath: archive.path(name))
    }

    @Test func deletedFilesComeBackWithoutWork() throws {
        try archive.write("a.jpg", "image 1 2 3")
        try archive.write("b.jpg", "image 4 5 6")
        _ = try archive.index()
        try archive.remove("a.jpg")
        let summary = try archive.index(options: IndexOptions())
        #expect(summary.removed.paths == 1 && summary.removed.assets == 0)
        #expect(try archive.foundPaths() == ["b.jpg"])
        #expect(try archive.catalog.counts().unseen == 1)

        try archive.write("c.jpg", "image 1 2 3")
        let log = EncodingLog()
        let back = try archive.index(space: .fake(log: log), options: IndexOptions())
        #expect(back.linked == 1 && back.moved == 1)
        #expect(log.current.prepared == 0)
        #expect(try archive.foundPaths() == ["b.jpg", "c.jpg"])
    }

    @Test func newChangedMovedAndCopiedFilesAreToldApart() throws {
        for name in ["a", "b", "c", "d"] {
            try archive.write(name + ".jpg", "image \(name.utf8.first!) 2 3")
        }
        _ = try archive.index()
        try archive.write("a.jpg", "image 9 9 9")
        try FileManager.default.moveItem(
            atPath: archive.path("b.jpg"), toPath: archive.path("b2.jpg"))
        try FileManager.default.copyItem(
            atPath: archive.path("c.jpg"), toPath: archive.path("c2.jpg"))
        try archive.remove("d.jpg")
        try archive.write("e.jpg", "image 7 7 7")
        let report = RunReport(try archive.index())
        #expect(report.new == 1 && report.changed == 1 && report.moved == 1)
        #expect(report.copied == 1 && report.gone == 1 && report.unchanged == 1)
    }

    @Test func touchedFilesAreReadButNotEncoded() throws {
        try archive.write("a.jpg", "image 1 2 3")
        _ = try archive.index()
        try setModified("a.jpg", 500)
        let log = EncodingLog()
        let summary = try archive.index(space: .fake(log: log))
        #expect(summary.linked == 1 && log.current.prepared == 0)
        #expect(try archive.index().unchanged == 1)
    }

    @Test func timesOfTheFutureAreNoTrouble() throws {
        try archive.write("a.jpg", "image 1 2 3")
        try setModified("a.jpg", -86_400 * 365)
        var options = IndexOptions.withoutGrace
        options.settling = 60
        #expect(try archive.index(options: options).indexed == 1)
        #expect(try archive.index(options: options).unchanged == 1)
    }

    @Test(arguments: [1.0, -5.0]) func filesThatAreStillWrittenAreLeftForLater(age: Double) throws {
        try archive.write("a.jpg", "image 1 2 3")
        try archive.write("b.jpg", "image 4 5 6")
        try setModified("a.jpg", 3600)
        try setModified("b.jpg", age)
        var options = IndexOptions.withoutGrace
        options.settling = 60
        let summary = try archive.index(options: options)
        #expect(summary.indexed == 1)
        #expect(summary.deferred == [try root + "/b.jpg"])
        #expect(summary.outcome == .partial)
        #expect(summary.left[.image]?.files == 1)
        try setModified("b.jpg", 3600)
        let next = try archive.index(options: options)
        #expect(next.indexed == 1 && next.left.isEmpty && next.outcome == .completed)
    }

    @Test func anUnmountedRootLosesNothing() throws {
        try archive.write("a.jpg", "image 1 2 3")
        _ = try archive.index()
        let before = try archive.found()
        // As if another file system had been there.
        try archive.catalog.recordVolumes([Volume(path: root, device: 1, inode: 1)])
        try archive.remove("a.jpg")
        for _ in 1...2 {
            let summary = try archive.index()
            #expect(
                summary.problems == [
                    .init(
                        path: try root,
                        reason: "its disk is not there; what it holds is kept in the library")
                ])
            #expect(summary.removed == RemovalCounts())
            #expect(try archive.found() == before)
        }
        // It is back, by another number, and with a file less.
        try archive.write("b.jpg", "image 4 5 6")
        #expect(try archive.index().removed.paths == 1)
        #expect(try archive.foundPaths() == ["b.jpg"])
    }

    @Test func aRootThatVanishesUnderWayLosesNothing() throws {
        for number in 1...30 { try archive.write("\(number).jpg", "image \(number) 2 3") }
        _ = try archive.index()
        let before = try archive.found()
        try archive.write("new.jpg", "image 99 2 3")
        let path = archive.root
        let hasVanished = Mutex(false)
        let media = FakeMedia { _ in
            hasVanished.withLock { hasVanished in
                guard !hasVanished else { return }
                hasVanished = true
                rename(path, path + ".away")
                mkdir(path, 0o755)
            }
        }
        let summary = try archive.index(media: media)
        #expect(summary.removed == RemovalCounts())
        #expect(summary.problems.contains { $0.reason.hasPrefix("its disk is not there") })
        #expect(try archive.found() == before)

        rmdir(path)
        rename(path + ".away", path)
        #expect(try archive.index().indexed == 1)
    }

    @Test func aMissingRootIsNoEndOfAJob() throws {
        try archive.write("a/1.jpg", "image 1 2 3")
        try archive.write("b/2.jpg", "image 1 2 4")
        let roots = [archive.path("a"), archive.path("b")]
        _ = try archive.index(roots)
        try archive.remove("b")
        #expect(throws: IndexingError.self) { try archive.index(roots) }
        var options = IndexOptions.withoutGrace
        options.toleratesMissingRoots = true
        let summary = try archive.index(roots, options: options)
        #expect(summary.problems == [.init(path: roots[1], reason: "no such file or folder")])
        #expect(summary.unchanged == 1 && summary.outcome == .partial)
        #expect(try archive.foundPaths() == ["a/1.jpg", "b/2.jpg"])
    }

    @Test func whatIsLeftOutLaterIsForgotten() throws {
        try archive.write("a.jpg", "image 1 2 3")
        try archive.write("raw/b.jpg", "image 1 2 4")
        try archive.write("c/d.jpg", "image 1 2 5")
        _ = try archive.index()
        try archive.write(".troveignore", "c/\n")
        var options = IndexOptions.withoutGrace
        options.rules.exclude = [try GlobPattern("raw")]
        #expect(try archive.index(options: options).removed.paths == 2)
        #expect(try archive.foundPaths() == ["a.jpg"])
    }

    @Test func largeFilesArePassedBy() throws {
        try archive.write("a.jpg", "image 1 2 3")
        try archive.write("b.jpg", "image 1 2 3 " + String(repeating: "x", count: 100))
        var options = IndexOptions.withoutGrace
        options.largestFile = 50
        let summary = try archive.index(options: options)
        #expect(summary.indexed == 1)
        #expect(summary.problems.map(\.path) == [try root + "/b.jpg"])
        #expect(try archive.index().indexed == 1)
    }

    @Test func filesComeInTheOrderThatIsAskedFor() throws {
        for (name, content, age) in [
            ("a.jpg", "image 1 2 3", 300.0), ("b.mp4", "video 2", 10),
            ("c.jpg", "image 1 2 4", 100),
            ("d.wav", "audio 1 0.5", 20), ("e.jpg", "image 1 2 5", 200),
        ] {
            try archive.write(name, content)
            try setModified(name, age)
        }
        let begun = Mutex<[String]>([])
        let media = FakeMedia { path in
            begun.withLock { $0.append((path as NSString).lastPathComponent) }
        }
        var options = IndexOptions.withoutGrace
        options.order = IndexOrder(types: [.image, .audio], within: .newest)
        _ = try archive.index(threads: 1, options: options, media: media)
        #expect(begun.withLock { $0 } == ["c.jpg", "e.jpg", "a.jpg", "d.wav", "b.mp4"])
    }

    @Test func whatIsLeftOutlivesTheRun() throws {
        for number in 1...20 { try archive.write("\(number).jpg", "image \(number) 2 3") }
        let interruption = Interruption()
        let media = FakeMedia { path in if path.hasSuffix("/15.jpg") { interruption.request() } }
        let summary = try archive.index(threads: 1, media: media, interruption: interruption)
        let left = try #require(summary.left[.image])
        #expect(left.files == 20 - summary.indexed && left.files > 5 && left.bytes > 50)
        #expect(try archive.catalog.pendingCounts()[.image] == left)
        #expect(try archive.index().left.isEmpty)
    }

    @Test func failedFilesAreTriedAgainAsThePolicySays() throws {
        try archive.write("bad.jpg", "nonsense")
        var options = IndexOptions.withoutGrace
        options.retry = RetryPolicy(attempts: 3, pause: 0)
        for attempts in 1...3 {
            #expect(try archive.index(options: options).quarantined.count == 1)
            #expect(try archive.catalog.quarantine().map(\.attempts) == [attempts])
        }
        #expect(try archive.index(options: options).stillQuarantined == 1)
        options.retry = RetryPolicy(attempts: 9, pause: 3600)
        #expect(try archive.index(options: options).stillQuarantined == 1)
    }
}
