import CKissFFT
import Compute
import Foundation

/// The log-mel front end of aiSFX, as Essentia computes it.
///
/// Frames of 2048 samples every 1024, the first centred on the first sample; a symmetric Hann
/// window; power spectrum; 96 triangular bands that are linear on the HTK mel scale and each sum
/// to one; `log10(10⁴ · x + 1)`, divided by the largest value in aiSFX's training data.
/// Source: "Representation Learning for the Automatic Indexing of Sound Effects Libraries"
/// (Ma & Lerch, ISMIR 2022) and its package `aisfx`; checked against Essentia's `MelBands`.
public struct MelSpectrogram: Sendable {
    public static let sampleRate = 44_100
    public static let bandCount = 96
    static let frameLength = 2048
    static let hop = 1024
    private static let binCount = frameLength / 2 + 1
    private static let largestValue: Float = 9.457798957824707

    /// The non-zero weights of one band: bins `first…`.
    private struct Band {
        let first: Int
        let weights: [Float]
    }

    private let window: [Float]
    private let bands: [Band]

    public init() {
        window = (0..<Self.frameLength).map { index in
            Float(0.5 - 0.5 * cos(2 * Double.pi * Double(index) / Double(Self.frameLength - 1)))
        }
        bands = Self.makeBands()
    }

    /// - Parameter samples: mono at 44.1 kHz; what exceeds -1…1 is clipped.
    /// - Returns: frames × 96 values of about 0…1; there are `ceil(samples / 1024) + 1` frames.
    public func callAsFunction(_ samples: [Float]) throws -> (frames: Int, values: [Float]) {
        // The transform keeps scratch memory, so every call has its own.
        guard let transform = kiss_fftr_alloc(Int32(Self.frameLength), 0, nil, nil) else {
            throw ComputeError.outOfMemory
        }
        defer { trove_fft_free(transform) }
        let frames = (samples.count + Self.hop - 1) / Self.hop + 1
        var values: [Float] = []
        values.reserveCapacity(frames * Self.bandCount)
        var frame = [Float](repeating: 0, count: Self.frameLength)
        var spectrum = [kiss_fft_cpx](repeating: kiss_fft_cpx(), count: Self.binCount)
        var power = [Float](repeating: 0, count: Self.binCount)
        for index in 0..<frames {
            let start = (index - 1) * Self.hop
            for offset in 0..<Self.frameLength {
                let position = start + offset
                frame[offset] =
                    samples.indices.contains(position)
                    ? min(1, max(-1, samples[position])) * window[offset] : 0
            }
            kiss_fftr(transform, frame, &spectrum)
            for bin in 0..<Self.binCount {
                power[bin] = spectrum[bin].r * spectrum[bin].r + spectrum[bin].i * spectrum[bin].i
            }
            for band in bands {
                var sum: Float = 0
                for (offset, weight) in band.weights.enumerated() {
                    sum += weight * power[band.first + offset]
                }
                values.append(log10(10_000 * sum + 1) / Self.largestValue)
            }
        }
        return (frames, values)
    }

    private static func makeBands() -> [Band] {
        func mel(_ frequency: Double) -> Double { 1127.01048 * log(1 + frequency / 700) }
        let top = mel(Double(sampleRate) / 2)
        let edges = (0..<bandCount + 2).map { top * Double($0) / Double(bandCount + 1) }
        let bins = (0..<binCount).map { mel(Double($0 * sampleRate) / Double(frameLength)) }
        return (0..<bandCount).map { band in
            let weights = bins.map { position in
                let rising = (position - edges[band]) / (edges[band + 1] - edges[band])
                let falling = (edges[band + 2] - position) / (edges[band + 2] - edges[band + 1])
                return max(0, min(rising, falling))
            }
            let sum = weights.reduce(0, +)
            let first = weights.firstIndex { $0 > 0 } ?? 0
            let last = weights.lastIndex { $0 > 0 } ?? first
            return Band(first: first, weights: weights[first...last].map { Float($0 / sum) })
        }
    }
}
