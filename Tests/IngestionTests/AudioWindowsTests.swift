import MediaTypes
import Testing

@testable import Ingestion

@Suite struct AudioWindowsTests {
    private func windows(seconds: Double, rate: Int = 100, chunk: Int = 130) -> [AudioWindows
        .Window]
    {
        let samples = (0..<Int((seconds * Double(rate)).rounded())).map { Float($0) }
        var windows = AudioWindows(sampleRate: rate)
        var result: [AudioWindows.Window] = []
        for start in stride(from: 0, to: samples.count, by: chunk) {
            result += windows.append(Array(samples[start..<min(start + chunk, samples.count)]))
        }
        result += windows.finish()
        #expect(abs(windows.duration - seconds) < 1e-9)
        return result
    }

    @Test(
        arguments: [
            (0.0, []),
            (0.01, [[0, 0.01]]),
            (2.49, [[0, 2.49]]),
            (2.5, [[0, 2.5]]),
            (2.75, [[0, 2.75]]),
            (3.0, [[0, 2.5], [0.5, 3]]),
            (3.75, [[0, 2.5], [1.25, 3.75]]),
            (4.2, [[0, 2.5], [1.25, 4.2]]),
            (6.0, [[0, 2.5], [1.25, 3.75], [2.5, 5], [3.5, 6]]),
        ] as [(Double, [[Double]])])
    func rangesCoverTheSound(seconds: Double, expected: [[Double]]) {
        #expect(windows(seconds: seconds).map { [$0.range.start, $0.range.end] } == expected)
    }

    @Test(arguments: [1, 7, 100, 250, 4000]) func chunksMakeNoDifference(chunk: Int) {
        #expect(windows(seconds: 23.7, chunk: chunk) == windows(seconds: 23.7, chunk: 500))
    }

    @Test func windowsHoldTheSoundOfTheirRange() {
        for window in windows(seconds: 13.3) {
            #expect(window.sound.sampleRate == 100)
            #expect(abs(window.sound.duration - window.range.duration) < 1e-9)
            #expect(window.sound.samples.first == Float((window.range.start * 100).rounded()))
        }
    }
}
