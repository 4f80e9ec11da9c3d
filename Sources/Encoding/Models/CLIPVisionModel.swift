import Compute
import MediaTypes

/// CLIP's picture tower: a vision transformer whose state of the class token is projected.
///
/// Reads a Hugging Face folder: `config.json` and the weights.
/// Reference: `transformers.CLIPModel.get_image_features`, "Learning Transferable Visual Models
/// From Natural Language Supervision" (Radford et al., 2021).
public struct CLIPVisionModel: Sendable {
    public let dimension: Int
    /// Width and height of a picture, in pixels.
    public let imageSide: Int
    private let patchSide: Int
    private let width: Int
    private let classEmbedding: [Float]
    private let patchEmbedding: Linear
    private let positionEmbeddings: [Float]
    private let firstNorm, finalNorm: LayerNorm
    private let layers: [CLIPLayer]
    private let projection: Linear

    private var patchesInRow: Int { imageSide / patchSide }
    private var positionCount: Int { patchesInRow * patchesInRow + 1 }

    /// Rows that run through the layers together at most, so that what lies between them stays in
    /// the processor's caches; a picture that has more runs alone.
    private static let rowLimit = 1024

    /// - Parameter precision: of its fully connected layers but the last.
    /// - Throws: `EncodingError` naming the file and the tensor or field at fault.
    public init(directory: String, precision: Precision = .f32) throws {
        let clip: CLIPConfiguration = try JSONFile.decode(path: directory + "/config.json")
        let weights = try Checkpoint(directory: directory, precision: precision)
        let tower = clip.vision.tower
        dimension = clip.projectionDimension
        imageSide = clip.vision.imageSide
        patchSide = clip.vision.patchSide
        width = tower.width
        let prefix = "vision_model"
        classEmbedding = try weights.tensor("\(prefix).embeddings.class_embedding", shape: [width])
        // A convolution whose stride is its size: each patch by itself.
        patchEmbedding = try weights.linear(
            "\(prefix).embeddings.patch_embedding", inputs: 3 * patchSide * patchSide,
            outputs: width, shape: [width, 3, patchSide, patchSide], isBiased: false)
        let positions = (imageSide / patchSide) * (imageSide / patchSide) + 1
        positionEmbeddings = try weights.tensor(
            "\(prefix).embeddings.position_embedding.weight", shape: [positions, width])
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
        guard pixels.count == 3 * imageSide * imageSide else {
            throw ComputeError.shapeMismatch(
                "\(pixels.count) values are no picture of \(imageSide) × \(imageSide)")
        }
        var states =
            classEmbedding + (try patchEmbedding(patches(of: pixels), rows: positionCount - 1))
        states.add(positionEmbeddings)
        try firstNorm.apply(to: &states, rows: positionCount)
        return states
    }

    /// Patches from the top left, row by row, each 3 × side × side; a rest at the right and at the
    /// bottom is left out.
    private func patches(of pixels: [Float]) -> [Float] {
        var patches: [Float] = []
        patches.reserveCapacity((positionCount - 1) * 3 * patchSide * patchSide)
        for top in 0..<patchesInRow {
            for left in 0..<patchesInRow {
                for plane in 0..<3 {
                    for y in 0..<patchSide {
                        let row = (plane * imageSide + top * patchSide + y) * imageSide
                        let start = row + left * patchSide
                        patches.append(contentsOf: pixels[start..<start + patchSide])
                    }
                }
            }
        }
        return patches
    }
}
