import Catalog
import MediaTypes
import Testing

@testable import Retrieval

@Suite struct MomentMergerTests {
    private let merger = MomentMerger(baseline: [.heard: 0.2, .seen: 0.1])

    private func heard(_ start: Double, _ end: Double, _ score: Float) -> ScoredSegment {
        ScoredSegment(
            StoredSegment(id: 1, asset: 1, range: seconds(start, end)), match: .heard,
            cosine: score, floor: nil)
    }

    private func seen(_ start: Double, _ end: Double, _ score: Float) -> ScoredSegment {
        ScoredSegment(
            StoredSegment(id: 2, asset: 1, range: seconds(start, end)), match: .seen,
            cosine: score, floor: nil)
    }

    @Test func nothingGivesNothing() {
        #expect(merger.moments(of: []).isEmpty)
    }

    @Test func neighboursNearTheBestJoinIt() {
        // On the way from 0.2 to 1.0, a moment goes on down to 0.76.
        let moments = merger.moments(of: [
            heard(0, 5, 0.75), heard(2.5, 7.5, 0.77), heard(5, 10, 1.0), heard(7.5, 12.5, 0.75),
        ])
        #expect(moments.map(\.range) == [seconds(2.5, 10)])
        #expect(moments.map(\.score) == [1])
    }

    /// What may continue a moment is too far from the best segment to begin one.
    @Test func momentsBeginHigherThanTheyGoOn() {
        let moments = merger.moments(of: [
            heard(0, 5, 1.0), heard(20, 25, 0.83), heard(40, 45, 0.85),
        ])
        #expect(moments.map(\.range) == [seconds(0, 5), seconds(40, 45)])
    }

    @Test func shortGapsAreBridgedAndLongOnesAreNot() {
        let moments = merger.moments(of: [
            heard(0, 1, 0.9), heard(1.5, 2, 0.95), heard(2.6, 3, 0.92),
        ])
        #expect(moments.map(\.range) == [seconds(0, 2), seconds(2.6, 3)])
    }

    @Test func segmentWithinAnotherDoesNotShortenIt() {
        let moments = merger.moments(of: [seen(0, 20, 0.9), heard(2, 4, 0.9), heard(12, 14, 0.9)])
        #expect(moments.map(\.range) == [seconds(0, 20)])
        #expect(moments.first.map { Set($0.evidence.keys) } == [.seen, .heard])
    }

    @Test func onlyTheBestThreeAreKeptBestFirst() {
        let moments = merger.moments(of: [
            heard(0, 1, 0.91), heard(10, 11, 0.94), heard(20, 21, 0.92), heard(30, 31, 0.93),
        ])
        #expect(moments.map(\.score) == [0.94, 0.93, 0.92])
    }

    @Test func assetBelowTheBaselineStillHasItsBestMoment() {
        let moments = merger.moments(of: [heard(0, 1, -0.3), heard(5, 6, -0.1)])
        #expect(moments.map(\.range) == [seconds(5, 6)])
    }

    @Test func photoIsOneMoment() {
        let moments = merger.moments(of: [
            ScoredSegment(
                StoredSegment(id: 1, asset: 1, range: nil), match: .seen, cosine: 0.5, floor: nil),
            ScoredSegment(
                StoredSegment(id: 2, asset: 1, range: nil), match: .seen, cosine: 0.49, floor: nil),
        ])
        #expect(moments.map(\.range) == [nil])
        #expect(moments.first?.evidence[.seen]?.id == 1)
    }
}
