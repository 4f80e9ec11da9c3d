import MediaTypes
import TestSupport
import Testing

@testable import Encoding

/// Token ids, mel spectrograms, every stage and the embeddings of CLAP against `transformers`.
@Suite struct CLAPReferenceTests {
    /// Lengths in samples of the sounds of the reference.
    private static let sounds = [137, 3000, 8000, 21_000]

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
            #expect(try ids == reference.values("text\(number).ids").map { Int($0) }, "\(text)")
            expectAgreement(
                try model.features(of: text), try reference.values("text\(number).embedding"),
                "embedding of text \(number)")
            guard reference.names.contains("text\(number).hidden0") else { continue }
            try expectStages(model.hiddenStates(of: ids), toBeThoseOf: "text\(number)")
        }
    }

    @Test func spectrogramsAgree() throws {
        let preprocessing = try CLAPPreprocessing(directory: folder, bandCount: 8, longest: 128)
        #expect(preprocessing.sampleRate == 8000)
        for (number, count) in Self.sounds.enumerated() {
            let (pieces, values) = try preprocessing(ReferenceInputs.sound(samples: count))
            #expect(try [pieces, 101, 8] == reference.shape(of: "sound\(number).mel"))
            try expectDecibels(values, reference.values("sound\(number).mel"))
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
        try expectDecibels(kept, reference.values("mel48000"))
    }

    @Test func soundsAgree() throws {
        let encoder = try #require(try Space(directory: folder, modalities: [.audio]).audio)
        let model = try CLAPAudioModel(directory: folder)
        for (number, count) in Self.sounds.enumerated() {
            let sound = AudioBuffer(
                sampleRate: 8000, samples: ReferenceInputs.sound(samples: count))
            let expected = try #require(
                Embedding(normalizing: try reference.values("sound\(number).embedding")))
            expectAgreement(
                try encoder.encode([encoder.prepare(sound)])[0].values, expected.values,
                "embedding of sound \(number)")
            guard reference.names.contains("sound\(number).hidden0") else { continue }
            // From the reference's own spectrogram, so that each stage is compared by itself.
            let states = try model.hiddenStates(of: reference.values("sound\(number).mel"))
            try expectStages(states, toBeThoseOf: "sound\(number)")
            expectAgreement(
                try model.pooled(#require(states.last)),
                try reference.values("sound\(number).pooled"), "pooled state of sound \(number)")
        }
    }

    /// A hundredth of a decibel.
    private func expectDecibels(_ values: [Float], _ reference: [Float]) throws {
        try #require(values.count == reference.count)
        for (value, expected) in zip(values, reference) where !(abs(value - expected) <= 0.01) {
            Issue.record("\(value) dB where \(expected) dB are expected")
        }
    }

    private func expectStages(_ states: [[Float]], toBeThoseOf name: String) throws {
        #expect(!reference.names.contains("\(name).hidden\(states.count)"))
        for (stage, state) in states.enumerated() {
            expectAgreement(
                state, try reference.values("\(name).hidden\(stage)"), "stage \(stage) of \(name)")
        }
    }
}
