import Foundation
import Synchronization
import Testing

@testable import Ingestion

/// What the profiler makes of threads whose stages are known. Times are only compared with each other:
/// how long a thread sleeps is for the machine to say.
@Suite struct RunProfilerTests {
    private struct Failure: Error {}

    private func rest(_ microseconds: UInt32) { usleep(microseconds) }

    private func spin(_ seconds: Double) {
        let begin = ContinuousClock.now
        while ContinuousClock.now - begin < .seconds(seconds) {}
    }

    private func profile(_ profiler: RunProfiler) -> RunProfile {
        profiler.profile(
            elapsed: .seconds(1), processor: ProcessorTime(run: .zero, decoding: .zero))
    }

    @Test func theTimeOfAStageWithinIsItsAlone() {
        let profiler = RunProfiler()
        profiler.thread(.work) {
            profiler.time(.decoding) {
                profiler.time(.preparing) { rest(40_000) }
            }
        }
        #expect(profiler.times[.preparing] >= .milliseconds(40))
        #expect(profiler.times[.decoding] < profiler.times[.preparing])
        #expect(profiler.times[.encoding] == .zero)
    }

    @Test func aThreadsStagesAddUpToItsTime() {
        let profiler = RunProfiler(isDetailed: true)
        let begin = ContinuousClock.now
        profiler.thread(.feed, in: .walking) {
            for _ in 0..<50 { profiler.time(.hashing) { rest(200) } }
        }
        let elapsed = ContinuousClock.now - begin
        #expect(profiler.times.total <= elapsed)
        #expect(profiler.times.total > elapsed * 0.9)
        #expect(profiler.times[.walking] > .zero)
        let thread = profile(profiler).threads[0]
        let drawn = thread.timeline.bins.reduce(into: StageTimes()) { $0.add($1) }
        #expect(drawn == thread.times)
    }

    @Test func waitingTakesNoProcessorTime() {
        let profiler = RunProfiler(isDetailed: true)
        profiler.thread(.work) {
            profiler.time(.encoding) { spin(0.05) }
            profiler.time(.waitingForFiles) { rest(50_000) }
        }
        let thread = profile(profiler).threads[0]
        #expect(thread.times[.waitingForFiles] >= .milliseconds(50))
        #expect(thread.processor[.encoding] > thread.processor[.waitingForFiles] * 5)
    }

    @Test func anErrorEndsAStage() {
        let profiler = RunProfiler()
        profiler.thread(.work) {
            #expect(throws: Failure.self) {
                try profiler.time(.decoding) { throw Failure() }
            }
            profiler.time(.encoding) { rest(1000) }
        }
        #expect(profiler.times[.decoding] < profiler.times[.encoding])
    }

    @Test func threadsThatDoNotCountAreNobodys() {
        let profiler = RunProfiler()
        #expect(profiler.time(.decoding) { 7 } == 7)
        #expect(profiler.times == StageTimes())
    }

    @Test func theWaitForAQueueIsTheQueues() {
        let profiler = RunProfiler()
        let queue = BoundedQueue<Int>(
            capacity: 1,
            waits: QueueWaits(
                profiler: profiler, full: .waitingForDecoding, empty: .waitingForFiles))
        let threads = DedicatedThreads()
        threads.start("consumer") {
            profiler.thread(.work) {
                while queue.pop() != nil { profiler.time(.decoding) { rest(10_000) } }
            }
        }
        threads.start("producer") {
            profiler.thread(.feed, in: .walking) {
                rest(20_000)
                for number in 0..<5 { queue.push(number) }
                queue.close()
            }
        }
        threads.join()
        let times = profile(profiler)
        #expect(times.times(.work)[.waitingForFiles] > .milliseconds(10))
        #expect(times.times(.feed)[.waitingForDecoding] > .milliseconds(10))
        #expect(times.times(.work)[.waitingForDecoding] == .zero)
    }

    @Test func fullnessIsThePlacesTaken() {
        let profiler = RunProfiler()
        for items in [8, 8, 4] { profiler.count(batchOf: items, .image) }
        let counts = profile(profiler).batches
        #expect(counts[.image]?.batches == 3 && counts[.image]?.items == 20)
        #expect(counts[.image]?.fullness == 20.0 / 24)
        #expect(counts[.audio] == nil)
    }

    @Test func decodingProcessesCountAsDecoding() {
        let profiler = RunProfiler(isDetailed: true)
        profiler.thread(.work) { profiler.time(.encoding) { spin(0.02) } }
        let profile = profiler.profile(
            elapsed: .seconds(1), processor: ProcessorTime(run: .seconds(2), decoding: .seconds(3)))
        #expect(profile.processorTimes[.decoding] == .seconds(3))
        #expect(profile.processorTimes.total == .seconds(5))
        #expect(profile.processorTimes[.encoding] > .zero)
        #expect(profile.processorTimes[.other] > .seconds(1))
    }
}
