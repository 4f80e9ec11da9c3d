import Compute

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

    /// - Throws: `EncodingError` naming the file and the tensor or field at fault.
    public init(directory: String) throws {
        let clip: CLIPConfiguration = try JSONFile.decode(path: directory + "/config.json")
        let weights = try Checkpoint(directory: directory)
        let tower = clip.vision.tower
        dimension = clip.projectionDimension
        imageSide = clip.vision.imageSide
        patchSide = clip.vision.patchSide
        width = tower.width
        let prefix = "vision_model"
        classEmbedding = try weights.tensor("\(prefix).embeddings.class_embedding", shape: [width])
        // A convolution whose stride is its size: each patch by itself.
        patchEmbedding = try Linear(
            inputs: 3 * patchSide * patchSide, outputs: width,
            weights: weights.tensor(
                "\(prefix).embeddings.patch_embedding.weight",
                shape: [width, 3, patchSide, patchSide]),
            bias: [Float](repeating: 0, count: width))
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
            "visual_projection", inputs: width, outputs: dimension, isBiased: false)
        try CLIPConfiguration.checkAllRead(weights, but: ["text_model.", "text_projection."])
    }

    /// The projected state of the class token, `dimension` values, not normalised.
    ///
    /// - Parameter pixels: 3 × `imageSide` × `imageSide`, normalised, plane after plane.
    public func features(of pixels: [Float]) throws -> [Float] {
        var state = Array(try hiddenStates(of: pixels).last?.prefix(width) ?? [])
        try finalNorm.apply(to: &state, rows: 1)
        return try projection(state, rows: 1)
    }

    /// States before the first layer and after each, each (1 + patches) × width.
    func hiddenStates(of pixels: [Float]) throws -> [[Float]] {
        guard pixels.count == 3 * imageSide * imageSide else {
            throw ComputeError.shapeMismatch(
                "\(pixels.count) values are no picture of \(imageSide) × \(imageSide)")
        }
        var states =
            classEmbedding + (try patchEmbedding(patches(of: pixels), rows: positionCount - 1))
        states.add(positionEmbeddings)
        try firstNorm.apply(to: &states, rows: positionCount)
        var all = [states]
        for layer in layers {
            try layer.apply(to: &states, rows: positionCount)
            all.append(states)
        }
        return all
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
                        patches += pixels[start..<start + patchSide]
                    }
                }
            }
        }
        return patches
    }
}
