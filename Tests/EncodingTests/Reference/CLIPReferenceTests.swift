import TestSupport
import Testing

@testable import Encoding

/// Token ids, preprocessed pixels, every layer and the embeddings of CLIP against `transformers`.
@Suite struct CLIPReferenceTests {
    private static let deviations = [0.26862954, 0.26130258, 0.27577711]

    private let texts = ReferenceComparison(architecture: "clip", modality: .text)
    private let pictures = ReferenceComparison(architecture: "clip", modality: .image)
    private let folder: String
    private let reference: ReferenceTensors

    init() throws {
        folder = try ReferenceTensors.path("clip-tiny")
        reference = try ReferenceTensors("clip-tiny-reference.safetensors")
    }

    @Test func textsAgree() throws {
        let model = try CLIPTextModel(directory: folder)
        for (number, text) in try ReferenceTensors.texts("clip-tiny-texts.json").enumerated() {
            let length = Int(try reference.values("text\(number).length")[0])
            let padded = try reference.values("text\(number).ids")
            #expect(padded.count == 77)
            let ids = model.tokens(of: text)
            texts.expectTokens(ids, toBe: Array(padded.prefix(length)), of: text)
            texts.expect(
                .embedding, try model.features(of: text),
                toBe: try reference.values("text\(number).embedding"),
                "embedding of text \(number)")
            guard reference.names.contains("text\(number).hidden0") else { continue }
            try texts.expectLayers(
                model.hiddenStates(of: ids), of: "text\(number)", toBeThoseIn: reference)
        }
    }

    @Test(arguments: [(0, 300, 200), (1, 97, 401)])
    func picturesAgree(number: Int, width: Int, height: Int) throws {
        let model = try CLIPVisionModel(directory: folder)
        let preprocessing = try CLIPPreprocessing(directory: folder, side: model.imageSide)
        let picture = ReferenceInputs.picture(number, width: width, height: height)
        let pixels = try reference.values("picture\(number).pixels")
        pictures.expectPixels(
            try preprocessing(picture), toBe: pixels, deviations: Self.deviations)
        // From the reference's own pixels, so that each stage is compared by itself.
        try pictures.expectLayers(
            model.hiddenStates(of: pixels), of: "picture\(number)", toBeThoseIn: reference)
        pictures.expect(
            .embedding, try #require(model.features(of: [pixels]).first),
            toBe: try reference.values("picture\(number).embedding"),
            "embedding of picture \(number)")
    }

    /// The preprocessing that a file without fields stands for, at CLIP's usual 224 pixels.
    @Test(arguments: [(0, 300, 200), (1, 97, 401)])
    func picturesOfFullSizeAgree(number: Int, width: Int, height: Int) throws {
        let folder = try TemporaryDirectory()
        _ = try folder.write("{}".utf8, to: "preprocessor_config.json")
        let values = try CLIPPreprocessing(directory: folder.path, side: 224)(
            ReferenceInputs.picture(number, width: width, height: height))
        let rows = Array(stride(from: 0, to: 224, by: 16)) + [223]
        var kept: [Float] = []
        for plane in 0..<3 {
            for row in rows {
                let start = (plane * 224 + row) * 224
                kept += values[start..<start + 224]
            }
        }
        pictures.expectPixels(
            kept, toBe: try reference.values("picture\(number).rows224"),
            deviations: Self.deviations)
    }
}
