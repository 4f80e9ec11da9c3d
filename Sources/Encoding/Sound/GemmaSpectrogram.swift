import Compute
import Foundation

/// The log-mel front end of Gemma 4's tower for sound.
///
/// Frames of 20 ms every 10 ms, the first centred on the first sample, Hann window, magnitudes, bands
/// that are triangles in hertz between edges on the HTK mel scale, natural logarithm.
/// Follows `transformers.Gemma4AudioFeatureExtractor`; what the file leaves out is as there. Of sound
/// longer than 30 s at 16 kHz the reference takes the beginning, here it is cut into pieces that
/// together cover it.
struct GemmaSpectrogram: Sendable {
    /// Samples that the reference takes at once.
    private static let longestPiece = 480_000

    /// What a folder says.
    private struct Configuration: ProcessorConfiguration {
        static var part: String { "feature_extractor" }

        let bandCount, sampleRate: Int?
        let frameMilliseconds, hopMilliseconds, lowest, highest: Double?
        let preemphasis, dither, inputScale, floor: Float?
        let doublesTransform: Bool?
        let mean, deviation: [Float]?

        enum CodingKeys: String, CodingKey {
            case preemphasis, dither
            case bandCount = "feature_size"
            case sampleRate = "sampling_rate"
            case frameMilliseconds = "frame_length_ms"
            case hopMilliseconds = "hop_length_ms"
            case lowest = "min_frequency"
            case highest = "max_frequency"
            case inputScale = "input_scale_factor"
            case floor = "mel_floor"
            case doublesTransform = "fft_overdrive"
            case mean = "per_bin_mean"
            case deviation = "per_bin_stddev"
        }
    }

    /// The file that says how sound is prepared.
    static func fileName(in directory: String) throws -> String {
        try Configuration.fileName(in: directory)
    }

    let sampleRate: Int
    let bandCount: Int
    private let frameLength, hop: Int
    private let inputScale, floor: Float
    private let mean, deviation: [Float]
    private let spectrogram: BandSpectrogram

    /// - Parameter bandCount: that the network takes.
    /// - Throws: `EncodingError` naming the field that makes another preprocessing.
    init(directory: String, bandCount: Int) throws {
        let (file, path) = try Configuration.read(in: directory)
        let require = ProcessorRequirement(path: path)
        try require(
            file.bandCount ?? 128 == bandCount, "feature_size", "the network's \(bandCount)")
        try require(file.dither ?? 0 == 0, "dither", "0: noise would make no two vectors equal")
        try require(file.preemphasis ?? 0 == 0, "preemphasis", "0")
        let rate = file.sampleRate ?? 16_000
        try require((1000...768_000).contains(rate), "sampling_rate", "from 1000 to 768000")
        func samples(_ milliseconds: Double, _ field: String) throws -> Int {
            let samples = (Double(rate) * milliseconds / 1000).rounded(.toNearestOrEven)
            try require((2...65_536).contains(samples), field, "from 2 to 65536 samples")
            return Int(samples)
        }
        let frameLength = try samples(file.frameMilliseconds ?? 20, "frame_length_ms")
        hop = try samples(file.hopMilliseconds ?? 10, "hop_length_ms")
        let (lowest, highest) = (file.lowest ?? 0, file.highest ?? 8000)
        try require(
            lowest >= 0 && lowest < highest && highest <= Double(rate), "max_frequency",
            "above min_frequency, which is at least 0, and within the sound's frequencies")
        inputScale = file.inputScale ?? 1
        floor = file.floor ?? 1e-3
        try require(floor > 0, "mel_floor", "positive")
        mean = file.mean ?? [Float](repeating: 0, count: bandCount)
        deviation = file.deviation ?? [Float](repeating: 1, count: bandCount)
        try require(mean.count == bandCount, "per_bin_mean", "\(bandCount) numbers")
        try require(
            deviation.count == bandCount && deviation.allSatisfy { $0 > 0 }, "per_bin_stddev",
            "\(bandCount) positive numbers")
        self.bandCount = bandCount
        self.frameLength = frameLength
        sampleRate = rate
        var transform = 1
        while transform < frameLength { transform *= 2 }
        if file.doublesTransform == true { transform *= 2 }
        func mel(_ hertz: Double) -> Double { 2595 * log10(1 + hertz / 700) }
        let (first, last) = (mel(lowest), mel(highest))
        let nyquist = Double(rate / 2)
        let binCount = transform / 2 + 1
        let bands = MelBands(
            edges: (0..<bandCount + 2).map { index in
                let place = first + (last - first) * Double(index) / Double(bandCount + 1)
                return 700 * (pow(10, place / 2595) - 1)
            }, bins: (0..<binCount).map { nyquist * Double($0) / Double(binCount - 1) },
            normalization: .peak)
        spectrogram = try BandSpectrogram(
            window: BandSpectrogram.hannWindow(frameLength, period: frameLength)
                + [Float](repeating: 0, count: transform - frameLength),
            bands: bands.bands, magnitudes: true)
    }

    /// Log-mel spectrograms, piece after piece, each frames × `bandCount`.
    ///
    /// - Parameter samples: at least one, mono at `sampleRate`; too few for a frame are followed by
    ///   silence.
    /// - Returns: pieces of equal length, one of sound that is not too long.
    func callAsFunction(_ samples: [Float]) throws -> (pieces: Int, frames: Int, values: [Float]) {
        precondition(!samples.isEmpty, "there is no sound of no samples")
        var samples = samples.map { $0.bounded * inputScale }
        let shortest = frameLength - frameLength / 2 + 1
        samples += [Float](repeating: 0, count: max(0, shortest - samples.count))
        let pieces = (samples.count + Self.longestPiece - 1) / Self.longestPiece
        let length = min(samples.count, Self.longestPiece)
        // Of each frame, and of the sample behind it, nothing may lie beyond the end.
        let frames = (length + frameLength / 2 - frameLength - 1) / hop + 1
        var values: [Float] = []
        values.reserveCapacity(pieces * frames * bandCount)
        for piece in 0..<pieces {
            let begin = piece * (samples.count - length) / max(1, pieces - 1)
            let silence = [Float](repeating: 0, count: frameLength / 2)
            let sums = try spectrogram(
                silence + samples[begin..<begin + length], hop: hop, count: frames)
            for (index, sum) in sums.enumerated() {
                let band = index % bandCount
                values.append((log(sum + floor) - mean[band]) / deviation[band])
            }
        }
        return (pieces, frames, values)
    }
}
