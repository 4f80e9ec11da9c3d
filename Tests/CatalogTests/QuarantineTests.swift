import Catalog
import Foundation
import TestSupport
import Testing

@Suite struct QuarantineTests {
    private let early = Date(timeIntervalSince1970: 1_700_000_000)
    private let late = Date(timeIntervalSince1970: 1_700_000_100)

    @Test func failuresOfOneFileAreCounted() throws {
        let fixture = try Fixture()
        try fixture.catalog.recordFailure(
            path: "/a", fingerprint: fingerprint(1), stage: .inspect, reason: "odd", at: early)
        try fixture.catalog.recordFailure(
            path: "/a", fingerprint: fingerprint(1), stage: .decode, reason: "cut short", at: late)
        let entry = try #require(try fixture.catalog.quarantine().first)
        #expect(entry.stage == .decode)
        #expect(entry.reason == "cut short")
        #expect(entry.attempts == 2)
        #expect(entry.firstFailed == early)
        #expect(entry.lastFailed == late)
        #expect(entry.fingerprint == fingerprint(1))
    }

    @Test func anotherFileByTheSameNameStartsAnew() throws {
        let fixture = try Fixture()
        try fixture.catalog.recordFailure(
            path: "/a", fingerprint: fingerprint(1), stage: .decode, reason: "bad", at: early)
        try fixture.catalog.recordFailure(
            path: "/a", fingerprint: fingerprint(2), stage: .decode, reason: "bad", at: late)
        let entry = try #require(try fixture.catalog.quarantine().first)
        #expect(entry.attempts == 1)
        #expect(entry.firstFailed == late)
    }

    @Test func successEndsIt() throws {
        let fixture = try Fixture()
        try fixture.catalog.recordFailure(
            path: "/a", fingerprint: fingerprint(1), stage: .decode, reason: "bad")
        try fixture.record("/a", content: 2)
        #expect(try fixture.catalog.quarantine().isEmpty)
    }

    @Test func badContentReplacesTheGood() throws {
        let fixture = try Fixture()
        try fixture.record("/a", content: 1)
        try fixture.catalog.recordFailure(
            path: "/a", fingerprint: fingerprint(2), stage: .decode, reason: "bad")
        try fixture.sweep()
        #expect(try fixture.allEmbeddings().isEmpty)
        let state = try fixture.catalog.fileState(path: "/a", in: fixture.space)
        #expect(state.indexed == nil)
        #expect(state.quarantined == fingerprint(2))
    }

    @Test func unreadableContentMayStillBeTheGood() throws {
        let fixture = try Fixture()
        try fixture.record("/a", content: 1)
        try fixture.catalog.recordFailure(
            path: "/a", fingerprint: fingerprint(2), stage: .read, reason: "permission denied")
        try fixture.sweep()
        #expect(try fixture.allEmbeddings().count == 1)
        #expect(try fixture.catalog.quarantine().count == 1)
    }

    @Test func itCanBeCleared() throws {
        let fixture = try Fixture()
        for path in ["/b", "/a", "/c"] {
            try fixture.catalog.recordFailure(
                path: path, fingerprint: fingerprint(1), stage: .decode, reason: "bad")
        }
        try fixture.catalog.clearQuarantine(paths: ["/b", "/unknown"])
        #expect(try fixture.catalog.quarantine().map(\.path) == ["/a", "/c"])
        #expect(try fixture.catalog.counts().quarantined == 2)
    }

    @Test func aDamagedFileIsIndexedByTheRest() throws {
        let fixture = try Fixture()
        for _ in 1...2 {
            try fixture.catalog.recordIndexed(
                path: "/a.mp3", fingerprint: fingerprint(1),
                asset: AssetDescription(hash: hash(1), byteSize: 1, type: .audio, duration: 1),
                segments: [
                    EncodedSegment(modality: .audio, range: nil, embedding: embedding(1, 1))
                ], damage: "cut short", in: fixture.space)
        }
        #expect(try fixture.allEmbeddings().count == 1)
        #expect(try fixture.catalog.quarantine().map(\.attempts) == [2])
        let state = try fixture.catalog.fileState(path: "/a.mp3", in: fixture.space)
        #expect(state.indexed == fingerprint(1) && state.quarantined == fingerprint(1))
    }
}
