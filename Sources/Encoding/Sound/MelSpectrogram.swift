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
    private static let largestValue: Float = 9.457798957824707

    private let spectrogram: BandSpectrogram

    public init() throws {
        func mel(_ frequency: Double) -> Double { 1127.01048 * log(1 + frequency / 700) }
        let top = mel(Double(Self.sampleRate) / 2)
        let bands = MelBands(
            edges: (0..<Self.bandCount + 2).map { top * Double($0) / Double(Self.bandCount + 1) },
            bins: (0...Self.frameLength / 2).map {
                mel(Double($0 * Self.sampleRate) / Double(Self.frameLength))
            }, normalization: .sum)
        spectrogram = try BandSpectrogram(
            window: BandSpectrogram.hannWindow(Self.frameLength, period: Self.frameLength - 1),
            bands: bands.bands)
    }

    /// - Parameter samples: mono at 44.1 kHz; what exceeds -1…1 is clipped.
    /// - Returns: frames × 96 values of about 0…1; there are `ceil(samples / 1024) + 1` frames.
    public func callAsFunction(_ samples: [Float]) throws -> (frames: Int, values: [Float]) {
        let frames = (samples.count + Self.hop - 1) / Self.hop + 1
        let silence = [Float](repeating: 0, count: Self.frameLength / 2)
        let sums = try spectrogram(
            silence + samples.map { min(1, max(-1, $0)) }, hop: Self.hop, count: frames)
        return (frames, sums.map { log10(10_000 * $0 + 1) / Self.largestValue })
    }
}
