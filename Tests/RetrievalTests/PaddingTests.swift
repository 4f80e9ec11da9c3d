import MediaTypes
import Testing

@testable import Retrieval

@Suite struct PaddingTests {
    private func result(_ range: TimeRange?, duration: Double?) -> SearchResult {
        SearchResult(
            rank: 1, id: 1, asset: 1, paths: ["/a"], type: range == nil ? .image : .video,
            range: range, duration: duration, score: 1, evidence: [], similar: [], trail: [],
            rejection: nil)
    }

    @Test func momentGrowsOnBothSides() {
        #expect(result(seconds(10, 12), duration: 60).padded(by: 2.5).range == seconds(7.5, 14.5))
    }

    @Test func momentStaysWithinTheAsset() {
        #expect(result(seconds(1, 59), duration: 60).padded(by: 5).range == seconds(0, 60))
        // A file may hold more than it says, or not say how much it holds.
        #expect(result(seconds(1, 61), duration: 60).padded(by: 5).range == seconds(0, 61))
        #expect(result(seconds(1, 2), duration: nil).padded(by: 5).range == seconds(0, 7))
    }

    @Test func photoStaysAsItIs() {
        #expect(result(nil, duration: nil).padded(by: 5).range == nil)
    }
}
