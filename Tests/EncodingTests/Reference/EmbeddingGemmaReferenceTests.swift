import MediaTypes
import Testing

@testable import Encoding

/// Token ids, patches, spectrograms, every layer and the embeddings of EmbeddingGemma 2 against
/// `transformers`.
@Suite struct EmbeddingGemmaReferenceTests {
    private static let name = "embedding-gemma-tiny"
    private let text = comparison(.text)
    private let image = comparison(.image)
    private let audio = comparison(.audio)
    private let folder: String
    private let tokenizer: GemmaTokenizerFile
    private let model: EmbeddingGemma

    init() throws {
        folder = try ReferenceTensors.path(Self.name)
        tokenizer = try GemmaTokenizerFile(path: folder + "/tokenizer.json")
        model = try EmbeddingGemma(directory: folder, tokenizer: tokenizer)
    }

    @Test func textsAgree() throws {
        let reference = try ReferenceTensors(Self.name + "-texts.safetensors")
        let texts = try EmbeddingGemmaTextModel(
            model: model, tokenizer: tokenizer, directory: folder)
        for (number, text) in try ReferenceTensors.texts(Self.name + "-texts.json").enumerated() {
            let ids = texts.tokens(of: text)
            self.text.expectTokens(
                ids, toBe: try reference.values("text\(number).ids"), of: text)
            self.text.expect(
                .embedding, try texts.features(of: text),
                toBe: try reference.values("text\(number).embedding"),
                "embedding of text \(number)")
            try expectLayers(self.text, of: "text\(number)", in: reference) {
                try model.languageModel.states(of: model.inputs(for: ids), afterLayers: $0)
            }
        }
    }

    @Test(arguments: [(0, 300, 200), (1, 97, 401), (2, 2000, 3)])
    func picturesAgree(number: Int, width: Int, height: Int) throws {
        let reference = try ReferenceTensors(Self.name + "-pictures.safetensors")
        let name = "picture\(number)"
        let vision = try #require(model.configuration.vision)
        let preprocessing = try GemmaPreprocessing(directory: folder, vision: vision)
        let (rows, columns, patches) = try preprocessing(
            ReferenceInputs.picture(number % 2, width: width, height: height))
        #expect(try reference.values("\(name).grid") == [Float(columns), Float(rows)])
        guard reference.names.contains("\(name).pixels") else {
            let length = patches.count / (rows * columns)
            image.expectPixels(
                stride(from: 0, to: patches.count, by: 8 * length).flatMap {
                    patches[$0..<$0 + length]
                }, toBe: try reference.values("\(name).every8"))
            return
        }
        // From the reference's own pixels, so that each stage is compared by itself.
        let pixels = try reference.values("\(name).pixels")
        image.expectPixels(patches, toBe: pixels)
        let tower = try GemmaVisionTower(
            configuration: vision, outputs: model.languageModel.width,
            weights: Checkpoint(directory: folder))
        try expectLayers(image, of: name, in: reference) {
            try tower.states(of: pixels, rows: rows, columns: columns, afterLayers: $0)
        }
        let tokens = try tower(pixels, rows: rows, columns: columns)
        image.expect(
            .layers, tokens, toBe: try reference.values("\(name).tokens"), "tokens of \(name)")
        image.expect(
            .embedding,
            try model.features(of: model.inputs(for: tokens, between: model.aroundPictures)),
            toBe: try reference.values("\(name).embedding"), "embedding of \(name)")
    }

    @Test(arguments: [(0, 16_050), (1, 700), (2, 161)])
    func soundsAgree(number: Int, samples: Int) throws {
        let reference = try ReferenceTensors(Self.name + "-sounds.safetensors")
        let name = "sound\(number)"
        let tower = try GemmaAudioTower(
            configuration: #require(model.configuration.audio), outputs: model.languageModel.width,
            weights: Checkpoint(directory: folder))
        let preprocessing = try GemmaSpectrogram(directory: folder, bandCount: tower.bandCount)
        #expect(preprocessing.sampleRate == 16_000)
        let (pieces, frames, values) = try preprocessing(ReferenceInputs.sound(samples: samples))
        #expect(pieces == 1)
        #expect(try reference.shape(of: "\(name).mel") == [frames, 16])
        let mel = try reference.values("\(name).mel")
        audio.expectMels(values, toBe: mel, within: 1e-4, unit: "Np")
        // From the reference's own spectrogram.
        try expectLayers(audio, of: name, in: reference) {
            try tower.states(of: mel, afterLayers: $0)
        }
        let tokens = try tower(mel)
        audio.expect(
            .layers, tokens, toBe: try reference.values("\(name).tokens"), "tokens of \(name)")
        audio.expect(
            .embedding,
            try model.features(of: model.inputs(for: tokens, between: model.aroundSounds)),
            toBe: try reference.values("\(name).embedding"), "embedding of \(name)")
    }

    /// The bands of the published model, of which the highest hold no bin.
    @Test(arguments: [(0, 16_050), (1, 700), (2, 161)])
    func spectrogramsOfFullSizeAgree(number: Int, samples: Int) throws {
        let reference = try ReferenceTensors(Self.name + "-sounds.safetensors")
        let copy = try TinyModel("embedding-gemma")
        try copy.change("processor_config.json") { file in
            file["feature_extractor"] = ["feature_size": 128]
        }
        let (_, frames, values) = try GemmaSpectrogram(directory: copy.path, bandCount: 128)(
            ReferenceInputs.sound(samples: samples))
        let rows = Array(stride(from: 0, to: frames, by: 16)) + [frames - 1]
        audio.expectMels(
            rows.flatMap { values[$0 * 128..<($0 + 1) * 128] },
            toBe: try reference.values("sound\(number).mel128"), within: 1e-4, unit: "Np")
    }

    /// Layers count from 0, and each is compared that the reference has.
    private func expectLayers(
        _ comparison: ReferenceComparison, of name: String, in reference: ReferenceTensors,
        states: (_ count: Int) throws -> [Float]
    ) throws {
        let count = reference.names.filter { $0.hasPrefix("\(name).layer") }.count
        let kept = ["text0": 3, "text4": 3, "picture0": 2, "sound0": 2, "sound1": 2, "sound2": 2]
        #expect(count == kept[name] ?? 0)
        for layer in 0..<count {
            comparison.expect(
                .layers, try states(layer + 1), toBe: try reference.values("\(name).layer\(layer)"),
                "layer \(layer) of \(name)")
        }
    }

    private static func comparison(_ modality: Modality) -> ReferenceComparison {
        ReferenceComparison(architecture: EmbeddingGemma.architecture, modality: modality)
    }
}
