import Compute
import MediaTypes

/// CLIP's picture tower: a vision transformer whose state of the class token is projected.
///
/// Reads a Hugging Face folder: `config.json` and the weights.
/// Reference: `transformers.CLIPModel.get_image_features`, "Learning Transferable Visual Models
/// From Natural Language Supervision" (Radford et al., 2021).
public struct CLIPVisionModel: VisionModel {
    public let dimension: Int
    public let imageSide: Int
    public let precision: Precision
    private let width: Int
    private let classEmbedding: [Float]
    private let patches: PatchEmbedding
    private let positionEmbeddings: [Float]
    private let firstNorm, finalNorm: LayerNorm
    private let layers: [CLIPLayer]
    private let projection: Linear

    private var positionCount: Int { patches.count + 1 }

    /// Rows that run through the layers together at most, so that what lies between them stays in
    /// the processor's caches; a picture that has more runs alone.
    private static let rowLimit = 1024

    /// - Parameter precision: of its fully connected layers but the last.
    /// - Throws: `EncodingError` naming the file and the tensor or field at fault.
    public init(directory: String, precision: Precision = .f32) throws {
        let clip: CLIPConfiguration = try JSONFile.decode(path: directory + "/config.json")
        self.precision = precision
        let weights = try Checkpoint(directory: directory, precision: precision)
        let tower = clip.vision.tower
        dimension = clip.projectionDimension
        imageSide = clip.vision.imageSide
        width = tower.width
        let prefix = "vision_model"
        classEmbedding = try weights.tensor("\(prefix).embeddings.class_embedding", shape: [width])
        patches = try PatchEmbedding(
            name: "\(prefix).embeddings.patch_embedding", configuration: clip.vision,
            isBiased: false, weights: weights)
        positionEmbeddings = try weights.tensor(
            "\(prefix).embeddings.position_embedding.weight", shape: [patches.count + 1, width])
        func norm(_ name: String) throws -> LayerNorm {
            try LayerNorm(
                name: "\(prefix).\(name)", width: tower.width, epsilon: tower.epsilon,
                weights: weights)
        }
        firstNorm = try norm("pre_layrnorm")
        layers = try (0..<tower.layerCount).map { index in
            try CLIPLayer(
                prefix: "\(prefix).encoder.layers.\(index)", configuration: tower, isCausal: false,
                weights: weights)
        }
        finalNorm = try norm("post_layernorm")
        projection = try weights.linear(
            "visual_projection", inputs: width, outputs: dimension, isBiased: false,
            precision: .f32)
        try CLIPConfiguration.checkAllRead(weights, but: ["text_model.", "text_projection."])
    }

    /// The projected state of the class token of each picture, `dimension` values, not normalised.
    ///
    /// - Parameter pictures: each 3 × `imageSide` × `imageSide`, normalised, plane after plane.
    public func features(of pictures: [[Float]]) throws -> [[Float]] {
        let together = max(1, Self.rowLimit / positionCount)
        return try stride(from: 0, to: pictures.count, by: together).flatMap { first in
            try features(ofSome: pictures[first..<min(first + together, pictures.count)])
        }
    }

    private func features(ofSome pictures: ArraySlice<[Float]>) throws -> [[Float]] {
        var states: [Float] = []
        states.reserveCapacity(pictures.count * positionCount * width)
        for pixels in pictures { states += try firstStates(of: pixels) }
        let sequences = pictures.indices.map { index in
            let first = (index - pictures.startIndex) * positionCount
            return first..<first + positionCount
        }
        for layer in layers.dropLast() { try layer.apply(to: &states, sequences: sequences) }
        let last = layers[layers.count - 1]
        var classes = try last.output(
            of: states, sequences: sequences, rows: sequences.map(\.lowerBound))
        try finalNorm.apply(to: &classes, rows: pictures.count)
        let features = try projection(classes, rows: pictures.count)
        return sequences.indices.map { Array(features[$0 * dimension..<($0 + 1) * dimension]) }
    }

    /// States before the first layer and after each, each (1 + patches) × width.
    func hiddenStates(of pixels: [Float]) throws -> [[Float]] {
        var states = try firstStates(of: pixels)
        var all = [states]
        for layer in layers {
            try layer.apply(to: &states, sequences: [0..<positionCount])
            all.append(states)
        }
        return all
    }

    private func firstStates(of pixels: [Float]) throws -> [Float] {
        var states = try classEmbedding + patches(pixels)
        states.add(positionEmbeddings)
        try firstNorm.apply(to: &states, rows: positionCount)
        return states
    }
}
