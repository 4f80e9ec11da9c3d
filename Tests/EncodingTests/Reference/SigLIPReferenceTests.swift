import Foundation
import TestSupport
import Testing

@testable import Encoding

/// Token ids, preprocessed pixels, every layer and the embeddings of SigLIP against `transformers`.
@Suite struct SigLIPReferenceTests {
    private let texts = ReferenceComparison(architecture: "siglip", modality: .text)
    private let pictures = ReferenceComparison(architecture: "siglip", modality: .image)
    private let folder: String
    private let second: String
    private let reference: ReferenceTensors

    init() throws {
        folder = try ReferenceTensors.path("siglip-tiny")
        second = try ReferenceTensors.path("siglip2-tiny-tokenizer")
        reference = try ReferenceTensors("siglip-tiny-reference.safetensors")
    }

    /// A published `config.json` says little more than the kind of model.
    @Test func whatIsNotSaidIsAsInTheReference() throws {
        let data = Data(#"{"model_type":"siglip","vision_config":{}}"#.utf8)
        let configuration = try JSONDecoder().decode(SigLIPConfiguration.self, from: data)
        #expect(configuration.dimension == 768)
        #expect(configuration.text.vocabularySize == 32_000)
        #expect(configuration.text.positionCount == 64)
        #expect(configuration.vision.imageSide == 224 && configuration.vision.patchSide == 16)
        #expect(configuration.vision.tower.layerCount == 12)
        #expect(configuration.vision.tower.activation == .geluTanh)
    }

    @Test func textsAgree() throws {
        let model = try SigLIPTextModel(directory: folder)
        for (number, text) in try ReferenceTensors.texts("siglip-tiny-texts.json").enumerated() {
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

    /// SigLIP 2's tokenizer is in lower case, whether its file says so or not.
    @Test(arguments: [true, false]) func textsOfTheSecondAgree(isTold: Bool) throws {
        let copy = try TinyModel.siglip2()
        if !isTold {
            try copy.change("tokenizer.json") { file in
                let normalizer = try #require(file["normalizer"] as? [String: Any])
                file["normalizer"] = try #require(normalizer["normalizers"] as? [Any]).last
            }
        }
        let model = try SigLIPTextModel(directory: copy.path)
        let texts = ReferenceComparison(architecture: "siglip2", modality: .text)
        for (number, text) in try ReferenceTensors.texts("siglip-tiny-texts.json").enumerated() {
            texts.expectTokens(
                model.tokens(of: text), toBe: try reference.values("second\(number).ids"),
                of: text)
            texts.expect(
                .embedding, try model.features(of: text),
                toBe: try reference.values("second\(number).embedding"),
                "embedding of text \(number)")
        }
    }

    @Test(arguments: [(0, 300, 200), (1, 97, 401)])
    func picturesAgree(number: Int, width: Int, height: Int) throws {
        let model = try SigLIPVisionModel(directory: folder)
        let preprocessing = try CLIPPreprocessing(
            directory: folder, side: model.imageSide, for: .siglip)
        let picture = ReferenceInputs.picture(number, width: width, height: height)
        let pixels = try reference.values("picture\(number).pixels")
        pictures.expectPixels(try preprocessing(picture), toBe: pixels, deviations: [0.5])
        // From the reference's own pixels, so that each stage is compared by itself.
        try pictures.expectLayers(
            model.hiddenStates(of: pixels), of: "picture\(number)", toBeThoseIn: reference)
        pictures.expect(
            .embedding, try #require(model.features(of: [pixels]).first),
            toBe: try reference.values("picture\(number).embedding"),
            "embedding of picture \(number)")
    }

    /// The preprocessing of SigLIP, which a file without fields stands for, and that of SigLIP 2.
    @Test(arguments: [
        (0, 300, 200, isSecond: false), (1, 97, 401, false), (0, 300, 200, true),
        (1, 97, 401, true),
    ])
    func picturesOfFullSizeAgree(number: Int, width: Int, height: Int, isSecond: Bool) throws {
        let folder = try TemporaryDirectory()
        _ = try folder.write(
            (isSecond ? #"{"resample": 2}"# : "{}").utf8, to: "preprocessor_config.json")
        let values = try CLIPPreprocessing(directory: folder.path, side: 224, for: .siglip)(
            ReferenceInputs.picture(number, width: width, height: height))
        var kept: [Float] = []
        for plane in 0..<3 {
            for row in [0, 77, 150, 223] {
                let start = (plane * 224 + row) * 224
                kept += values[start..<start + 224]
            }
        }
        ReferenceComparison(architecture: isSecond ? "siglip2" : "siglip", modality: .image)
            .expectPixels(
                kept,
                toBe: try reference.values(
                    "picture\(number).\(isSecond ? "bilinear224" : "rows224")"),
                deviations: [0.5])
    }
}
