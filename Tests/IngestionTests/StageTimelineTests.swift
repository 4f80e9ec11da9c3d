import Testing

@testable import Ingestion

@Suite struct StageTimelineTests {
    private func total(_ timeline: StageTimeline) -> StageTimes {
        timeline.bins.reduce(into: StageTimes()) { $0.add($1) }
    }

    @Test func timeGoesIntoTheBinsItSpans() {
        var timeline = StageTimeline()
        timeline.add(.decoding, from: .microseconds(500), to: .microseconds(2250))
        timeline.add(.encoding, from: .microseconds(2250), to: .milliseconds(3))
        #expect(timeline.width == .milliseconds(1))
        #expect(timeline.bins.count == 3)
        #expect(
            timeline.bins.map { $0[.decoding] }
                == [.microseconds(500), .milliseconds(1), .microseconds(250)])
        #expect(timeline.bins[2][.encoding] == .microseconds(750))
    }

    @Test func aLongRunHasNoMoreBins() {
        var timeline = StageTimeline()
        var now = Duration.zero
        for step in 0..<5000 {
            let stage: Stage = step % 3 == 0 ? .encoding : .decoding
            timeline.add(stage, from: now, to: now + .milliseconds(7))
            now += .milliseconds(7)
        }
        timeline.add(.pausing, from: now, to: now + .seconds(28_800))
        #expect(timeline.bins.count <= StageTimeline.capacity)
        #expect(timeline.width * timeline.bins.count >= now + .seconds(28_800))
        #expect(total(timeline)[.encoding] == .milliseconds(7 * 1667))
        #expect(total(timeline)[.decoding] == .milliseconds(7 * 3333))
        #expect(total(timeline)[.pausing] == .seconds(28_800))
    }

    @Test func timelinesCanBeBroughtToOneWidth() {
        var timeline = StageTimeline()
        timeline.add(.hashing, from: .zero, to: .microseconds(4500))
        let wide = timeline.widened(to: .milliseconds(3))
        #expect(wide.width == .milliseconds(4))
        #expect(wide.bins.map { $0[.hashing] } == [.milliseconds(4), .microseconds(500)])
    }
}
