import Compute
import Foundation

/// `preprocessor_config.json` of a CLAP folder, or `feature_extractor` in `processor_config.json`:
/// sound becomes log-mel spectrograms of one length.
///
/// Follows `transformers.ClapFeatureExtractor` with `truncation` `rand_trunc`, but for sound that is
/// too long: of it the reference takes a piece at random, here it is cut into pieces that together
/// cover it.
struct CLAPPreprocessing: Sendable {
    /// What fills up sound that is too short.
    private enum Padding: String, Decodable {
        /// The sound as often as it fits in whole, then silence.
        case repeatpad
        /// The sound over and over.
        case `repeat`
        case pad
    }

    /// Below -100 dB all is silence.
    private static let smallestPower: Float = 1e-10

    /// The file that says how sound is prepared.
    static func fileName(in directory: String) throws -> String {
        try Configuration.fileName(in: directory)
    }

    let sampleRate: Int
    let bandCount: Int
    /// Frames of a spectrogram.
    var frameCount: Int { pieceLength / hop + 1 }
    /// Samples.
    private let pieceLength, hop: Int
    private let padding: Padding
    private let spectrogram: BandSpectrogram

    /// - Parameters:
    ///   - bandCount: of the spectrograms that the network takes.
    ///   - longest: the most frames that it takes.
    /// - Throws: `EncodingError` naming the field that makes another preprocessing.
    init(directory: String, bandCount: Int, longest: Int) throws {
        let (file, path) = try Configuration.read(in: directory)
        let require = ProcessorRequirement(path: path)
        try require(
            file.truncation == "rand_trunc", "truncation",
            "rand_trunc: stacked spectrograms are for networks with fusion")
        guard let padding = Padding(rawValue: file.padding ?? "repeatpad") else {
            throw EncodingError.malformedFile(
                path: path, reason: "the field 'padding' must be repeatpad, repeat or pad")
        }
        self.padding = padding
        try require(
            file.bandCount ?? 64 == bandCount, "feature_size", "the network's \(bandCount)")
        self.bandCount = bandCount
        sampleRate = file.sampleRate ?? 48_000
        try require((1000...768_000).contains(sampleRate), "sampling_rate", "from 1000 to 768000")
        let seconds = file.seconds ?? 10
        try require((1...3600).contains(seconds), "max_length_s", "from 1 to 3600")
        pieceLength = seconds * sampleRate
        let frameLength = file.frameLength ?? 1024
        try require(
            frameLength % 2 == 0 && (2...65_536).contains(frameLength)
                && frameLength / 2 < pieceLength, "fft_window_size",
            "even, from 2 to 65536, and less than the longest sound")
        hop = file.hop ?? 480
        try require((1...pieceLength).contains(hop), "hop_length", "from 1 to \(pieceLength)")
        try require(
            pieceLength / hop < longest, "max_length_s",
            "short enough for the network's \(longest) frames of \(hop) samples")
        let (lowest, highest) = (file.lowest ?? 0, file.highest ?? 14_000)
        try require(
            lowest >= 0 && lowest < highest && highest <= Double(sampleRate), "frequency_max",
            "above frequency_min, which is at least 0, and within the sound's frequencies")
        let (first, last) = (SlaneyScale.mels(lowest), SlaneyScale.mels(highest))
        let step = (last - first) / Double(bandCount + 1)
        let nyquist = Double(sampleRate / 2)
        let binCount = frameLength / 2 + 1
        let bands = MelBands(
            edges: (0..<bandCount + 2).map { SlaneyScale.hertz(first + step * Double($0)) },
            bins: (0..<binCount).map { nyquist * Double($0) / Double(binCount - 1) },
            normalization: .area)
        spectrogram = try BandSpectrogram(
            window: BandSpectrogram.hannWindow(frameLength, period: frameLength),
            bands: bands.bands)
    }

    /// Log-mel spectrograms in decibels, piece after piece, each `frameCount` × `bandCount`.
    ///
    /// - Parameter samples: at least one, mono at `sampleRate`.
    /// - Returns: one piece of sound that is not too long, else as many as cover it, the first at
    ///   its start, the last at its end and the others at equal distances.
    func callAsFunction(_ samples: [Float]) throws -> (pieces: Int, values: [Float]) {
        precondition(!samples.isEmpty, "there is no sound of no samples")
        let samples = samples.map(\.bounded)
        let pieces = (samples.count + pieceLength - 1) / pieceLength
        var values: [Float] = []
        values.reserveCapacity(pieces * frameCount * bandCount)
        for piece in 0..<pieces {
            let start = piece * max(0, samples.count - pieceLength) / max(1, pieces - 1)
            let end = min(samples.count, start + pieceLength)
            try addSpectrogram(of: filledUp(samples[start..<end]), to: &values)
        }
        return (pieces, values)
    }

    private func filledUp(_ samples: ArraySlice<Float>) -> [Float] {
        var filled = Array(samples)
        switch padding {
        case .repeatpad:
            filled = Array(repeatElement(samples, count: pieceLength / samples.count).joined())
        case .repeat:
            while filled.count < pieceLength {
                filled += samples.prefix(pieceLength - filled.count)
            }
        case .pad: break
        }
        return filled + [Float](repeating: 0, count: pieceLength - filled.count)
    }

    /// Frames lie around every `hop`th sample; before the start and after the end the sound is
    /// mirrored.
    private func addSpectrogram(of samples: [Float], to values: inout [Float]) throws {
        let reach = spectrogram.frameLength / 2
        let padded =
            samples[1...reach].reversed() + samples + samples.dropLast().suffix(reach).reversed()
        let sums = try spectrogram(padded, hop: hop, count: frameCount)
        values += sums.map { 10 * log10(max(Self.smallestPower, $0)) }
    }
}

extension CLAPPreprocessing {
    private struct Configuration: ProcessorConfiguration {
        static var part: String { "feature_extractor" }

        let bandCount, sampleRate, hop, seconds, frameLength: Int?
        let lowest, highest: Double?
        let truncation, padding: String?

        enum CodingKeys: String, CodingKey {
            case truncation, padding
            case bandCount = "feature_size"
            case sampleRate = "sampling_rate"
            case hop = "hop_length"
            case seconds = "max_length_s"
            case frameLength = "fft_window_size"
            case lowest = "frequency_min"
            case highest = "frequency_max"
        }
    }
}
