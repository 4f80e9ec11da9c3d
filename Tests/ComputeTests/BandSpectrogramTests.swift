import Compute
import Foundation
import Testing

extension KernelTests {
    @Suite struct BandSpectrogramTests {
        /// The transform by its definition.
        private func power(_ samples: [Float], window: [Float], begin: Int, bin: Int) -> Double {
            var (re, im) = (0.0, 0.0)
            for (index, weight) in window.enumerated() where begin + index < samples.count {
                let angle =
                    2 * Double.pi * Double(bin * index % window.count) / Double(window.count)
                re += Double(samples[begin + index] * weight) * cos(angle)
                im += Double(samples[begin + index] * weight) * sin(angle)
            }
            return re * re + im * im
        }

        private func sound(_ count: Int) -> [Float] {
            (0..<count).map { Float(sin(Double($0 * $0 % 977))) }
        }

        /// Powers of two, of other small primes, and twice a large prime.
        @Test(arguments: [2, 4, 6, 30, 34, 64, 98, 320, 512, 2 * 97])
        func agreesWithTheDefinition(length: Int) throws {
            let window = (0..<length).map { 0.6 + 0.4 * Float(cos(Double($0))) }
            let bins = length / 2 + 1
            let (hop, frames) = (length / 3 + 1, 19)
            // The last frames reach behind the sound's end, the very last begins there.
            let samples = sound(18 * hop)
            let each = (0..<bins).map { BandSpectrogram.Band(first: $0, weights: [1]) }
            let all = BandSpectrogram.Band(first: 0, weights: [Float](repeating: 0.5, count: bins))
            let spectrogram = try BandSpectrogram(window: window, bands: each + [all])
            let roots = try BandSpectrogram(window: window, bands: each, magnitudes: true)
            let expected = (0..<frames).map { frame in
                (0..<bins).map { power(samples, window: window, begin: frame * hop, bin: $0) }
            }
            let largest = try #require(expected.joined().max())
            for level in KernelLevel.supported {
                try KernelTests.at(level) {
                    let sums = try spectrogram(samples, hop: hop, count: frames)
                    let magnitudes = try roots(samples, hop: hop, count: frames)
                    #expect(sums.count == frames * (bins + 1))
                    for frame in 0..<frames {
                        let row = sums[frame * (bins + 1)..<(frame + 1) * (bins + 1)]
                        let total = expected[frame].reduce(0, +) / 2
                        #expect(
                            abs(Double(row.last ?? -1) - total) <= 1e-5 * largest * Double(bins))
                        for bin in 0..<bins {
                            let value = expected[frame][bin]
                            #expect(
                                abs(Double(row[row.startIndex + bin]) - value) <= 1e-5 * largest)
                            let root = Double(magnitudes[frame * bins + bin])
                            #expect(abs(root - value.squareRoot()) <= 3e-3 * largest.squareRoot())
                        }
                    }
                }
            }
        }

        @Test func soundThatIsTooShortIsFollowedBySilence() throws {
            let spectrogram = try BandSpectrogram(
                window: [1, 1, 1, 1], bands: [.init(first: 0, weights: [1])])
            #expect(try spectrogram([1, 2], hop: 1, count: 3) == [9, 4, 0])
            #expect(try spectrogram([], hop: 1, count: 2) == [0, 0])
            #expect(try spectrogram([1], hop: 1, count: 0) == [])
        }

        @Test func refusesWhatDoesNotFit() throws {
            let band = BandSpectrogram.Band(first: 0, weights: [1])
            for window in [[], [1], [1, 1, 1]] as [[Float]] {
                #expect(throws: ComputeError.self) {
                    try BandSpectrogram(window: window, bands: [band])
                }
            }
            for band in [(4, 1), (3, 2), (-1, 1)] {
                #expect(throws: ComputeError.self) {
                    try BandSpectrogram(
                        window: [1, 1, 1, 1],
                        bands: [
                            .init(first: band.0, weights: [Float](repeating: 1, count: band.1))
                        ])
                }
            }
            let spectrogram = try BandSpectrogram(window: [1, 1], bands: [band])
            #expect(throws: ComputeError.self) { try spectrogram([1], hop: -1, count: 1) }
            #expect(throws: ComputeError.self) { try spectrogram([1], hop: 1, count: -1) }
        }
    }
}
