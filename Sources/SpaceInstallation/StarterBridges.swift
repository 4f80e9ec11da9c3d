import Encoding
import Foundation
import MediaTypes

/// Writes the bridges of a freshly converted starter space.
///
/// Classes are described by texts (`photo-classes.txt`, `sound-classes.json`) that the space's
/// own text encoder embeds; to both mixtures a fitted linear term is added
/// (`photos-linear.safetensors`, `sound-linear.safetensors`).
struct StarterBridges {
    /// Softer than the classifiers' own probabilities, so that several classes describe an item.
    /// Chosen by `Scripts/starter/compare.py` on captioned photos and by
    /// `Scripts/starter/validate_sounds.py` on captioned sounds.
    private static let photoTemperature: Float = 2
    private static let soundTemperature: Float = 4

    private struct SoundClass: Decodable {
        let category: String
        let members: [String]
    }

    private let directory: String
    private let manifest: SpaceManifest
    private let model: BERTModel

    /// - Parameter directory: a converted space folder, still without bridges.
    init(directory: String) throws {
        self.directory = directory
        manifest = try SpaceManifest(directory: directory)
        model = try BERTModel(directory: directory + "/text")
    }

    func write() throws {
        try FileManager.default.createDirectory(
            atPath: directory + "/bridges", withIntermediateDirectories: true)
        let photoClasses = try text("photo-classes.txt").split(separator: "\n").map {
            [String($0)]
        }
        let soundClasses: [SoundClass] = try read("sound-classes.json")
        let photoMean = try writeMixture(
            .image, classes: photoClasses, temperature: Self.photoTemperature,
            adding: "photos-linear.safetensors")
        _ = try writeMixture(
            .audio, classes: soundClasses.map(\.members), temperature: Self.soundTemperature,
            adding: "sound-linear.safetensors")
        // The photo classes are many and broad: their middle is that of texts in general.
        try write([.init(name: "mean", shape: [photoMean.count], values: photoMean)], for: .text)
    }

    /// A class is the mean of its descriptions' unit vectors.
    ///
    /// - Returns: the mean of all classes, which is what the mixtures lie around.
    private func writeMixture(
        _ modality: Modality, classes: [[String]], temperature: Float, adding fitted: String
    ) throws -> [Float] {
        var embeddings: [Float] = []
        var mean = [Float](repeating: 0, count: model.dimension)
        for descriptions in classes {
            var sum = [Float](repeating: 0, count: model.dimension)
            for description in descriptions {
                let features = try model.features(of: description)
                guard let unit = Embedding(normalizing: features) else {
                    throw EncodingError.degenerateEmbedding("the text '\(description)'")
                }
                for (index, value) in unit.values.enumerated() {
                    sum[index] += value / Float(descriptions.count)
                }
            }
            embeddings += sum
            for (index, value) in sum.enumerated() { mean[index] += value / Float(classes.count) }
        }
        try write(
            [
                .init(
                    name: "class_embeddings", shape: [classes.count, model.dimension],
                    values: embeddings),
                .init(name: "mean", shape: [mean.count], values: mean),
                .init(name: "temperature", shape: [1], values: [temperature]),
            ] + tensors(of: fitted, for: modality), for: modality)
        return mean
    }

    private func write(_ tensors: [SafeTensorsWriter.Tensor], for modality: Modality) throws {
        let encoder = try encoder(of: modality)
        guard let bridge = encoder.bridge else {
            throw EncodingError.malformedFile(
                path: directory + "/space.json",
                reason: "its encoder for \(modality.rawValue) has no bridge")
        }
        try SafeTensorsWriter.write(
            tensors, metadata: fit(of: encoder).metadata, to: directory + "/" + bridge.file)
    }

    /// - Throws: `EncodingError.unsuitableBridge` where the file was fitted for something else.
    private func tensors(
        of name: String, for modality: Modality
    ) throws -> [SafeTensorsWriter.Tensor] {
        let file = try SafeTensorsFile(path: directory + "/" + name)
        try fit(of: encoder(of: modality)).check(file)
        return try file.names.compactMap { name in
            guard let shape = file.shape(of: name) else { return nil }
            return .init(name: name, shape: shape, values: try file.tensor(name, shape: shape))
        }
    }

    private func fit(of encoder: SpaceManifest.EncoderEntry) -> BridgeFit {
        BridgeFit(
            architecture: encoder.architecture,
            preprocessingVersion: manifest.preprocessingVersion)
    }

    private func encoder(of modality: Modality) throws -> SpaceManifest.EncoderEntry {
        guard let encoder = manifest.encoders[modality.rawValue] else {
            throw EncodingError.malformedFile(
                path: directory + "/space.json",
                reason: "it has no encoder for \(modality.rawValue)")
        }
        return encoder
    }

    private func text(_ name: String) throws -> String {
        let path = directory + "/" + name
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw EncodingError.unreadableFile(path: path, reason: error.localizedDescription)
        }
    }

    private func read<Value: Decodable>(_ name: String) throws -> Value {
        do {
            return try JSONDecoder().decode(Value.self, from: Data(text(name).utf8))
        } catch let error as DecodingError {
            throw EncodingError.malformedFile(path: directory + "/" + name, reason: "\(error)")
        }
    }
}
