import Testing

@testable import Encoding

/// Every block of aiSFX against PyTorch.
@Suite struct SoundEffectsReferenceTests {
    private let comparison = ReferenceComparison(architecture: "aisfx", modality: .audio)
    /// Frames 0–99, and 50–130 filled up with zeros.
    private let inputs: [[Float]]

    init() throws {
        let mel = try ReferenceTensors("aisfx.safetensors").values("mel")
        let bands = MelSpectrogram.bandCount
        let rest = Array(mel[50 * bands..<131 * bands])
        inputs = [
            Array(mel[..<(100 * bands)]), rest + [Float](repeating: 0, count: 19 * bands),
        ]
    }

    private func compare(weights path: String, with reference: ReferenceTensors) throws {
        let blocks = try SoundEffectsNetwork.blocks(Checkpoint(file: path))
        for blockCount in 1...blocks.count {
            let network = try SoundEffectsNetwork.compile(blocks, blockCount: blockCount)
            for (number, input) in inputs.enumerated() {
                try StageSummary(of: network, input: input)
                    .expectAgreement(
                        with: reference, at: number, stage: "block\(blockCount)", comparison)
            }
        }
        let model = try SoundEffectsNetwork(weights: path)
        for (number, input) in inputs.enumerated() {
            let features = try model.features(of: input)
            comparison.expect(
                .features, features, toBe: try reference.values("features", at: number),
                "features of block \(number)")
            comparison.expect(
                .features, try model.logits(of: features),
                toBe: try reference.values("logits", at: number), "logits of block \(number)")
        }
    }

    @Test func aSmallModelAgrees() throws {
        try compare(
            weights: ReferenceTensors.path("aisfx-tiny.safetensors"),
            with: ReferenceTensors("aisfx-tiny-reference.safetensors"))
    }

    @Test func theStarterSpaceAgrees() throws {
        try compare(
            weights: StarterSpace.weights(.audio), with: ReferenceTensors("aisfx.safetensors"))
    }

    /// In 8 bits, where the processor multiplies in them, features point where the reference's do.
    @Test func theStarterSpaceStaysNearInBytes() throws {
        let model = try SoundEffectsNetwork(weights: StarterSpace.weights(.audio), precision: .int8)
        let reference = try ReferenceTensors("aisfx.safetensors")
        for (number, input) in inputs.enumerated() {
            let agreement = try Agreement(
                model.features(of: input), reference.values("features", at: number))
            #expect(agreement.cosine > 0.9995)
        }
    }
}
