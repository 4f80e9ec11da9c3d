import Catalog
import Foundation
import Ingestion
import MediaTypes
import Synchronization
import TestSupport
import Testing

@Suite struct InterruptionTests {
    private func fill(_ archive: Archive) throws {
        for number in 1...15 {
            try archive.write("\(number).jpg", "image \(number) 20 30")
            try archive.write("\(number).mp4", "video \(number)")
            try archive.write("\(number).wav", "audio \(number) 0.5")
        }
    }

    @Test(arguments: [1, 7, 44], [1, 3])
    func anInterruptedRunIsContinued(after files: Int, threads: Int) throws {
        let whole = try Archive()
        try fill(whole)
        _ = try whole.index(threads: threads)

        let archive = try Archive()
        try fill(archive)
        let interruption = Interruption()
        let inspected = Mutex(0)
        let media = FakeMedia { _ in
            inspected.withLock { $0 += 1 }
            if inspected.withLock({ $0 >= files }) { interruption.request() }
        }
        let first = try archive.index(threads: threads, media: media, interruption: interruption)
        #expect(first.wasInterrupted)
        #expect(try archive.catalog.recentRuns(limit: 1).first?.outcome == .interrupted)
        #expect(first.indexed < 45)
        #expect(try archive.catalog.counts().paths == first.indexed)

        let second = try archive.index(threads: threads)
        #expect(second.indexed + second.unchanged + second.linked == 45)
        #expect(second.unchanged == first.indexed)
        #expect(Set(try archive.found()) == Set(try whole.found()))
        #expect(try archive.found().count == whole.found().count, "nothing is doubled")
    }

    @Test func anInterruptedRunForgetsNothing() throws {
        let archive = try Archive()
        try fill(archive)
        _ = try archive.index()
        try archive.remove("7.jpg")
        let interruption = Interruption()
        interruption.request()
        let summary = try archive.index(interruption: interruption)
        #expect(summary.wasInterrupted)
        #expect(summary.removed.paths == 0)
        #expect(try archive.catalog.counts().paths == 45)
    }

    /// Takes a library's files as they are on disk at one moment: what a killed run leaves behind.
    /// The committing thread waits for its observer, so that nothing is written meanwhile.
    private final class Snapshot: IndexObserver {
        private let committed = Mutex(0)
        let moment: Int
        let library: String
        let copy: String

        init(after moment: Int, of library: String, to copy: String) {
            self.moment = moment
            self.library = library
            self.copy = copy
        }

        func observe(_ event: IndexEvent) {
            guard case .indexed = event else { return }
            let count = committed.withLock { count in
                count += 1
                return count
            }
            guard count == moment else { return }
            try? FileManager.default.createDirectory(
                atPath: copy, withIntermediateDirectories: true)
            for name in ["catalog.sqlite", "catalog.sqlite-wal"] {
                try? FileManager.default.copyItem(
                    atPath: library + "/" + name, toPath: copy + "/" + name)
            }
        }
    }

    /// Files are committed in groups, and told of one by one.
    @Test(arguments: [1, 13, 29]) func aKilledRunIsContinued(after files: Int) throws {
        let archive = try Archive()
        try fill(archive)
        let copy = archive.directory.path + "/copy"
        _ = try archive.index(
            observer: Snapshot(after: files, of: archive.catalog.library, to: copy))

        let killed = Archive(directory: archive.directory, catalog: try Catalog(library: copy))
        #expect(try killed.catalog.recentRuns(limit: 1).first?.outcome == .running)
        let done = try killed.catalog.counts().paths
        #expect((files..<45).contains(done))
        let summary = try killed.index()
        #expect(summary.unchanged == done)
        #expect(summary.indexed == 45 - done)
        #expect(try killed.catalog.recentRuns(limit: 2).map(\.outcome) == [.completed, .killed])
        #expect(Set(try killed.found()) == Set(try archive.found()))
        #expect(try killed.catalog.counts().segments == archive.catalog.counts().segments)
    }
}
