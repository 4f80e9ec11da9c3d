import Encoding
import Foundation
import TestSupport
import Testing

@Suite struct BridgeTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    private func file(
        _ tensors: [SafeTensorsWriter.Tensor], metadata: [String: String] = [:]
    ) throws -> SafeTensorsFile {
        let path = try folder.file("bridge.safetensors")
        try SafeTensorsWriter.write(tensors, metadata: metadata, to: path)
        return try SafeTensorsFile(path: path)
    }

    private func mixture(temperature: Float = 2) throws -> SafeTensorsFile {
        try file([
            .init(name: "class_embeddings", shape: [3, 2], values: [1, 0, 0, 1, -1, 0]),
            .init(name: "mean", shape: [2], values: [0.25, 0.5]),
            .init(name: "temperature", shape: [1], values: [temperature]),
        ])
    }

    private func bridge(
        _ file: SafeTensorsFile, classCount: Int = 3, featureCount: Int = 3
    ) throws -> ClassMixtureBridge {
        try ClassMixtureBridge(
            file: file, classCount: classCount, featureCount: featureCount, dimension: 2)
    }

    @Test func aMixtureFollowsItsFormula() throws {
        let bridge = try bridge(mixture())
        let logits: [Float] = [3, 1, -2]
        let embedding = try bridge.embedding(of: ModelOutput(features: [], logits: logits))

        let weights = logits.map { exp(Double($0) / 2) }
        let sum = weights.reduce(0, +)
        let x = (weights[0] - weights[2]) / sum - 0.25
        let y = weights[1] / sum - 0.5
        let length = (x * x + y * y).squareRoot()
        #expect(abs(Double(embedding.values[0]) - x / length) < 1e-6)
        #expect(abs(Double(embedding.values[1]) - y / length) < 1e-6)
    }

    @Test func aLinearTermIsAddedToTheMixture() throws {
        func linear(weight: [Int]) throws -> SafeTensorsFile {
            try file([
                .init(name: "class_embeddings", shape: [1, 2], values: [3, 0]),
                .init(name: "mean", shape: [2], values: [0, 0]),
                .init(name: "temperature", shape: [1], values: [1]),
                .init(
                    name: "linear.weight", shape: weight,
                    values: [Float](repeating: 0, count: 4) + [1, 2]),
                .init(name: "linear.bias", shape: [2], values: [0, -5]),
                .init(name: "linear.share", shape: [1], values: [0.5]),
            ])
        }
        let bridge = try bridge(linear(weight: [2, 3]), classCount: 1)
        // W · f + b = (0, 4 + 2 · 3 - 5): half a unit along the second axis beside (1, 0).
        let output = ModelOutput(features: [9, 4, 3], logits: [0])
        let length = 1.25.squareRoot()
        let values = try bridge.embedding(of: output).values.map(Double.init)
        #expect(abs(values[0] - 1 / length) < 1e-6)
        #expect(abs(values[1] - 0.5 / length) < 1e-6)
        // Features that the map sends to zero leave the mixture as it is.
        let silent = ModelOutput(features: [7, 5, 0], logits: [0])
        #expect(try bridge.embedding(of: silent).values == [1, 0])
        for (weight, featureCount) in [([3, 2], 3), ([2, 3], 2), ([2, 3], 4)] {
            #expect(throws: EncodingError.self) {
                try self.bridge(
                    linear(weight: weight), classCount: 1, featureCount: featureCount)
            }
        }
    }

    @Test func hugeLogitsDoNotOverflow() throws {
        let bridge = try bridge(mixture())
        let output = ModelOutput(features: [], logits: [5000, -5000, 4999])
        #expect(try bridge.embedding(of: output).values.allSatisfy { $0.isFinite })
    }

    @Test func aMixtureRefusesOtherClasses() throws {
        let file = try mixture()
        let bridge = try bridge(file)
        #expect(throws: EncodingError.self) {
            try bridge.embedding(of: ModelOutput(features: [1], logits: [1, 2]))
        }
        #expect(throws: EncodingError.self) {
            try bridge.embedding(of: ModelOutput(features: [1, 2]))
        }
        #expect(
            throws: EncodingError.wrongShape(
                tensor: "class_embeddings", expected: [4, 2], found: [3, 2], path: file.path)
        ) { try self.bridge(file, classCount: 4) }
        #expect(throws: EncodingError.self) { try self.bridge(mixture(temperature: 0)) }
    }

    @Test func aBridgeSaysWhatItWasFittedFor() throws {
        let fit = BridgeFit(architecture: "aisfx", preprocessingVersion: 2)
        try fit.check(file([], metadata: fit.metadata))
        func message(_ metadata: [String: String]) throws -> String {
            let file = try file([], metadata: metadata)
            do {
                try fit.check(file)
                return "fits"
            } catch { return "\(error)" }
        }
        let otherEncoder = try message(
            BridgeFit(architecture: "bert", preprocessingVersion: 2).metadata)
        #expect(otherEncoder.contains("bridge.safetensors"))
        #expect(otherEncoder.contains("architecture is 'bert'"))
        let older = try message(
            BridgeFit(architecture: "aisfx", preprocessingVersion: 1).metadata)
        #expect(older.contains("preprocessing_version is '1'"))
        #expect(try message([:]).contains("architecture is missing"))
    }

    @Test func centringWorksOnUnitVectors() throws {
        let bridge = try CentringBridge(
            file: file([.init(name: "mean", shape: [2], values: [0.6, 0])]), dimension: 2)
        // (3, 4) is (0.6, 0.8) at unit length, so only the second axis is left.
        let embedding = try bridge.embedding(of: ModelOutput(features: [3, 4]))
        #expect(abs(embedding.values[0]) < 1e-6)
        #expect(abs(embedding.values[1] - 1) < 1e-6)
        #expect(throws: EncodingError.self) {
            try bridge.embedding(of: ModelOutput(features: [0, 0]))
        }
        #expect(throws: EncodingError.self) {
            try bridge.embedding(of: ModelOutput(features: [1, 2, 3]))
        }
    }
}
