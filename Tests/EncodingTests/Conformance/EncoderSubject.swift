import Encoding
import MediaTypes
import TestSupport
import Testing

/// An encoder of the starter space, together with inputs that are hard on it, as all encoders'
/// common tests see it.
struct EncoderSubject: Sendable {
    let names: [String]
    /// The embeddings of the inputs at these places, prepared and encoded in one call.
    let embeddings: @Sendable ([Int]) throws -> [Embedding]

    static func of(_ modality: Modality) throws -> EncoderSubject {
        let space = try StarterSpace.load()
        return switch modality {
        case .image: image(try #require(space.image))
        case .audio: audio(try #require(space.audio))
        case .text: text(try #require(space.text))
        }
    }

    private static func image(_ encoder: any ImageEncoder) -> EncoderSubject {
        func plain(_ value: UInt8, _ width: Int, _ height: Int) -> PixelBuffer {
            PixelBuffer(
                width: width, height: height,
                pixels: [UInt8](repeating: value, count: width * height * 3))
        }
        var random = SeededGenerator(seed: 1)
        let noise = (0..<64 * 48 * 3).map { _ in UInt8.random(in: 0...255, using: &random) }
        let inputs = [
            ("photo", ReferenceInputs.picture(0, width: 300, height: 200)),
            ("black", plain(0, 224, 224)), ("white", plain(255, 224, 224)),
            ("one black pixel", plain(0, 1, 1)), ("one white pixel", plain(255, 1, 1)),
            ("one row", ReferenceInputs.picture(1, width: 3000, height: 1)),
            ("one column", ReferenceInputs.picture(1, width: 1, height: 3000)),
            ("noise", PixelBuffer(width: 64, height: 48, pixels: noise)),
        ]
        return EncoderSubject(names: inputs.map(\.0)) { places in
            try encoder.encode(places.map { try encoder.prepare(inputs[$0].1) })
        }
    }

    private static func audio(_ encoder: any AudioEncoder) -> EncoderSubject {
        var random = SeededGenerator(seed: 2)
        let loud = (0..<44_100).map { _ in Float.random(in: -40...40, using: &random) }
        let inputs: [(String, [Float])] = [
            ("tone", ReferenceInputs.sound(samples: 3 * 44_100)),
            ("a short tone", ReferenceInputs.sound(samples: 20_000)),
            ("one sample", [0.5]), ("one silent sample", [0]),
            ("silence", [Float](repeating: 0, count: 44_100)), ("clipping noise", loud),
            ("full scale", [Float](repeating: 1, count: 44_100)),
            ("not numbers", [.nan, .infinity, -.infinity, .greatestFiniteMagnitude, .nan]),
        ]
        return EncoderSubject(names: inputs.map(\.0)) { places in
            try encoder.encode(
                places.map { place in
                    try encoder.prepare(
                        AudioBuffer(sampleRate: encoder.sampleRate, samples: inputs[place].1))
                })
        }
    }

    private static func text(_ encoder: any TextEncoder) -> EncoderSubject {
        let inputs = [
            ("words", "a dog runs along the beach"), ("nothing", ""), ("spaces", " \t\n\u{3000}"),
            ("many words", String(repeating: "the quick brown fox ", count: 2000)),
            ("one long word", String(repeating: "x", count: 20_000)),
            ("emoji", "😀👩‍👩‍👧🏳️‍🌈"), ("only accents", String(repeating: "\u{301}", count: 50)),
            ("controls", "\u{0}\u{7}\u{FFFD}\u{202E}"), ("other scripts", "猫が好き שלום नमस्ते"),
        ]
        return EncoderSubject(names: inputs.map(\.0)) { places in
            try encoder.encode(places.map { inputs[$0].1 })
        }
    }
}
