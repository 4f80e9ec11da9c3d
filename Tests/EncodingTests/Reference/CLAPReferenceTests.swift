import MediaTypes
import TestSupport
import Testing

@testable import Encoding

/// Token ids, mel spectrograms, every stage and the embeddings of CLAP against `transformers`.
@Suite struct CLAPReferenceTests {
    /// Lengths in samples of the sounds of the reference.
    private static let lengths = [137, 3000, 8000, 21_000]

    private let texts = ReferenceComparison(architecture: "clap", modality: .text)
    private let sounds = ReferenceComparison(architecture: "clap", modality: .audio)
    private let folder: String
    private let reference: ReferenceTensors

    init() throws {
        folder = try ReferenceTensors.path("clap-tiny")
        reference = try ReferenceTensors("clap-tiny-reference.safetensors")
    }

    @Test func textsAgree() throws {
        let model = try CLAPTextModel(directory: folder)
        for (number, text) in try ReferenceTensors.texts("clap-tiny-texts.json").enumerated() {
            let ids = model.tokens(of: text)
            texts.expectTokens(ids, toBe: try reference.values("text\(number).ids"), of: text)
            texts.expect(
                .embedding, try model.features(of: text),
                toBe: try reference.values("text\(number).embedding"),
                "embedding of text \(number)")
            guard reference.names.contains("text\(number).hidden0") else { continue }
            try texts.expectLayers(
                model.hiddenStates(of: ids), of: "text\(number)", toBeThoseIn: reference)
        }
    }

    @Test func spectrogramsAgree() throws {
        let preprocessing = try CLAPPreprocessing(directory: folder, bandCount: 8, longest: 128)
        #expect(preprocessing.sampleRate == 8000)
        for (number, count) in Self.lengths.enumerated() {
            let (pieces, values) = try preprocessing(ReferenceInputs.sound(samples: count))
            #expect(try [pieces, 101, 8] == reference.shape(of: "sound\(number).mel"))
            try expectDecibels(values, toBe: reference.values("sound\(number).mel"))
        }
    }

    /// The preprocessing of the published models: ten seconds at 48 kHz.
    @Test func spectrogramsOfFullSizeAgree() throws {
        let folder = try TemporaryDirectory()
        _ = try folder.write(
            #"{"truncation": "rand_trunc", "frequency_min": 50}"#.utf8,
            to: "preprocessor_config.json")
        let preprocessing = try CLAPPreprocessing(
            directory: folder.path, bandCount: 64, longest: 1024)
        let (pieces, values) = try preprocessing(ReferenceInputs.sound(samples: 3 * 48_000))
        #expect(pieces == 1)
        #expect(values.count == 1001 * 64)
        let kept = (Array(stride(from: 0, to: 1001, by: 50)) + [299, 302]).flatMap {
            values[$0 * 64..<($0 + 1) * 64]
        }
        try expectDecibels(kept, toBe: reference.values("mel48000"))
    }

    @Test func soundsAgree() throws {
        let encoder = try #require(
            try Space(directory: folder, modalities: [.audio], precision: .f32).audio)
        let model = try CLAPAudioModel(directory: folder)
        for (number, count) in Self.lengths.enumerated() {
            let sound = AudioBuffer(
                sampleRate: 8000, samples: ReferenceInputs.sound(samples: count))
            let expected = try #require(
                Embedding(normalizing: try reference.values("sound\(number).embedding")))
            sounds.expect(
                .embedding, try encoder.encode([encoder.prepare(sound)])[0].values,
                toBe: expected.values, "embedding of sound \(number)")
            guard reference.names.contains("sound\(number).hidden0") else { continue }
            // From the reference's own spectrogram, so that each stage is compared by itself.
            let states = try model.hiddenStates(of: reference.values("sound\(number).mel"))
            try sounds.expectLayers(states, of: "sound\(number)", toBeThoseIn: reference)
            sounds.expect(
                .layers, try model.pooled(#require(states.last)),
                toBe: try reference.values("sound\(number).pooled"),
                "pooled state of sound \(number)")
        }
    }

    private func expectDecibels(_ values: [Float], toBe reference: [Float]) {
        sounds.expectMels(values, toBe: reference, within: 0.001, unit: "dB")
    }
}
