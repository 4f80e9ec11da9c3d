import Testing

@testable import Encoding

/// Every block of EfficientNet-lite0 against PyTorch.
@Suite struct EfficientNetLiteReferenceTests {
    private static let name = "efficientnet-lite0"
    private let comparison = ReferenceComparison(architecture: name, modality: .image)
    private let path: String
    private let reference: ReferenceTensors
    private let inputs: [[Float]]

    init() throws {
        path = try StarterSpace.weights(.image)
        reference = try ReferenceTensors(Self.name + ".safetensors")
        inputs = (0..<2).map { number in
            let pixels = ReferenceInputs.picture(number, width: 256, height: 256).pixels
            return (0..<3).flatMap { channel in
                stride(from: channel, to: pixels.count, by: 3).map {
                    (Float(pixels[$0]) - 127) / 128
                }
            }
        }
    }

    @Test func everyStageAgrees() throws {
        let variant = try #require(EfficientNetLite.Variant.named[Self.name])
        let layers = try EfficientNetLite.Layers(
            variant: variant, checkpoint: Checkpoint(file: path))
        #expect(layers.blocks.count == 16)
        var stages: [(String, EfficientNetLite.Layers.Stage)] = [("stem", .stem), ("head", .head)]
        for index in layers.blocks.indices {
            stages += [("depthwise\(index)", .depthwise(index)), ("block\(index)", .block(index))]
        }
        for (name, stage) in stages {
            let network = try layers.compile(upTo: stage)
            for (number, input) in inputs.enumerated() {
                try StageSummary(of: network, input: input)
                    .expectAgreement(with: reference, at: number, stage: name, comparison)
            }
        }
    }

    @Test func featuresAndLogitsAgree() throws {
        let model = try EfficientNetLite(variant: Self.name, weights: path)
        #expect(model.inputSide == 256)
        #expect(model.featureCount == 2304)
        for (number, input) in inputs.enumerated() {
            let output = try model(input)
            comparison.expect(
                .features, output.features, toBe: try reference.values("features", at: number),
                "features of picture \(number)")
            comparison.expect(
                .features, try #require(output.logits),
                toBe: try reference.values("logits", at: number), "logits of picture \(number)")
        }
    }
}
