import Catalog
import Foundation
import TestSupport
import Testing

@Suite struct RunTests {
    @Test func aRunIsToldFromBeginningToEnd() throws {
        let fixture = try Fixture()
        let start = Date(timeIntervalSince1970: 1_700_000_000)
        let end = Date(timeIntervalSince1970: 1_700_000_050)
        let run = try fixture.catalog.beginRun(
            in: fixture.space, roots: ["/a \"b\"", "/ü"], at: start)
        #expect(try fixture.catalog.recentRuns(limit: 1).first?.outcome == .running)
        var counts = RunCounts()
        counts.filesSeen = 5
        counts.filesIndexed = 4
        counts.filesUnchanged = 3
        counts.filesQuarantined = 2
        counts.segmentsAdded = 1
        try fixture.catalog.finishRun(run, outcome: .partial, counts: counts, at: end)
        let record = try #require(try fixture.catalog.recentRuns(limit: 1).first)
        #expect(record.roots == ["/a \"b\"", "/ü"])
        #expect(record.started == start)
        #expect(record.finished == end)
        #expect(record.outcome == .partial)
        #expect(record.counts == counts)
    }

    @Test func aRunThatVanishedWasKilled() throws {
        let fixture = try Fixture()
        let first = try fixture.catalog.beginRun(in: fixture.space, roots: ["/a"])
        let second = try fixture.catalog.beginRun(in: fixture.space, roots: ["/a"])
        let runs = try fixture.catalog.recentRuns(limit: 5)
        #expect(runs.map(\.id) == [second, first])
        #expect(runs.map(\.outcome) == [.running, .killed])
        #expect(runs[1].finished == nil)
    }
}
