import Foundation
import TestSupport
import Testing

@testable import Encoding

/// Token ids, preprocessed pixels, every layer and the embeddings of SigLIP against `transformers`.
@Suite struct SigLIPReferenceTests {
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
            #expect(ids == (try reference.values("text\(number).ids").map { Int($0) }), "\(text)")
            expectAgreement(
                try model.features(of: text), try reference.values("text\(number).embedding"),
                "embedding of text \(number)")
            guard reference.names.contains("text\(number).hidden0") else { continue }
            try reference.expectLayers(model.hiddenStates(of: ids), toBeThoseOf: "text\(number)")
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
        for (number, text) in try ReferenceTensors.texts("siglip-tiny-texts.json").enumerated() {
            let ids = try reference.values("second\(number).ids").map { Int($0) }
            #expect(model.tokens(of: text) == ids, "\(text)")
            expectAgreement(
                try model.features(of: text), try reference.values("second\(number).embedding"),
                "embedding of text \(number)")
        }
    }

    @Test(arguments: [(0, 300, 200), (1, 97, 401)])
    func picturesAgree(number: Int, width: Int, height: Int) throws {
        let model = try SigLIPVisionModel(directory: folder)
        let preprocessing = try CLIPPreprocessing(
            directory: folder, side: model.imageSide, for: .siglip)
        let picture = ReferenceInputs.picture(number, width: width, height: height)
        expectWithinOneLevel(
            try preprocessing(picture), try reference.values("picture\(number).pixels"),
            deviation: 0.5)

        // From the reference's own pixels, so that each stage is compared by itself.
        let pixels = try reference.values("picture\(number).pixels")
        try reference.expectLayers(
            model.hiddenStates(of: pixels), toBeThoseOf: "picture\(number)")
        expectAgreement(
            try #require(model.features(of: [pixels]).first),
            try reference.values("picture\(number).embedding"),
            "embedding of picture \(number)")
    }

    /// The preprocessing of SigLIP, which a file without fields stands for, and that of SigLIP 2.
    @Test(arguments: [
        (0, 300, 200, "rows224", "{}"), (1, 97, 401, "rows224", "{}"),
        (0, 300, 200, "bilinear224", #"{"resample": 2}"#),
        (1, 97, 401, "bilinear224", #"{"resample": 2}"#),
    ])
    func picturesOfFullSizeAgree(
        number: Int, width: Int, height: Int, name: String, file: String
    ) throws {
        let folder = try TemporaryDirectory()
        _ = try folder.write(file.utf8, to: "preprocessor_config.json")
        let values = try CLIPPreprocessing(directory: folder.path, side: 224, for: .siglip)(
            ReferenceInputs.picture(number, width: width, height: height))
        var kept: [Float] = []
        for plane in 0..<3 {
            for row in [0, 77, 150, 223] {
                let start = (plane * 224 + row) * 224
                kept += values[start..<start + 224]
            }
        }
        expectWithinOneLevel(
            kept, try reference.values("picture\(number).\(name)"), deviation: 0.5)
    }
}
