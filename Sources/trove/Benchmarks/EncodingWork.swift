import Encoding
import MediaTypes

/// A batch that one encoder encodes, again and again.
struct EncodingWork: Sendable {
    /// Items of a batch.
    let count: Int
    /// What the encoder computes in.
    let precision: Precision
    let encode: @Sendable () throws -> [Embedding]

    /// Side of a picture of noise, in pixels; encoders scale it.
    private static let pictureSide = 256
    /// Seconds of a sound: a window of a recording.
    private static let soundLength = 2.5
    /// As many words as CLIP reads.
    private static let longText = [String](repeating: "photo", count: 75).joined(separator: " ")

    /// - Parameter text: what is encoded as text; nil is one of 75 words, as many as CLIP reads.
    /// - Returns: nil where the space has no encoder for the modality.
    init?(space: Space, modality: Modality, count: Int, text: String?) throws {
        self.count = count
        // The same noise in every run, and another for each item.
        var random = SeededNoise(state: 1)
        switch modality {
        case .image:
            guard let encoder = space.image else { return nil }
            let side = Self.pictureSide
            let inputs = try (0..<count).map { _ in
                try encoder.prepare(
                    PixelBuffer(
                        width: side, height: side,
                        pixels: (0..<side * side * 3).map { _ in
                            UInt8.random(in: 0...255, using: &random)
                        }))
            }
            precision = encoder.precision
            encode = { try encoder.encode(inputs) }
        case .audio:
            guard let encoder = space.audio else { return nil }
            let samples = Int(Self.soundLength * Double(encoder.sampleRate))
            let inputs = try (0..<count).map { _ in
                try encoder.prepare(
                    AudioBuffer(
                        sampleRate: encoder.sampleRate,
                        samples: (0..<samples).map { _ in
                            Float.random(in: -1...1, using: &random)
                        }))
            }
            precision = encoder.precision
            encode = { try encoder.encode(inputs) }
        case .text:
            guard let encoder = space.text else { return nil }
            precision = encoder.precision
            let texts = [String](repeating: text ?? Self.longText, count: count)
            encode = { try encoder.encode(texts) }
        }
    }

    /// SplitMix64: Steele, Lea & Flood, "Fast splittable pseudorandom number generators" (2014).
    private struct SeededNoise: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
