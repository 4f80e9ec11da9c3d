import Catalog
import Foundation
import Ingestion
import MediaTypes
import Synchronization
import TestSupport
import Testing

@Suite struct InterruptionTests {
    private func fill(_ archive: Archive) throws {
        for number in 1...30 {
            try archive.write("\(number).jpg", "image \(number) 20 30")
            try archive.write("\(number).mp4", "video \(number)")
            try archive.write("\(number).wav", "audio \(number) 0.5")
        }
    }

    @Test(arguments: [1, 2, 7, 30, 89], [1, 3])
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
        #expect(first.indexed < 90)
        #expect(try archive.catalog.counts().paths == first.indexed)

        let second = try archive.index(threads: threads)
        #expect(second.indexed + second.unchanged + second.linked == 90)
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
        #expect(try archive.catalog.counts().paths == 90)
    }
}
