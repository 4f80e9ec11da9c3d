import Compute

/// CLIP's picture tower: a vision transformer whose state of the class token is projected.
///
/// Reads a Hugging Face folder: `config.json` and the weights.
/// Reference: `transformers.CLIPModel.get_image_features`, "Learning Transferable Visual Models
/// From Natural Language Supervision" (Radford et al., 2021).
public struct CLIPVisionModel: VisionModel {
    public let dimension: Int
    public let imageSide: Int
    private let width: Int
    private let classEmbedding: [Float]
    private let patches: PatchEmbedding
    private let positionEmbeddings: [Float]
    private let firstNorm, finalNorm: LayerNorm
    private let layers: [CLIPLayer]
    private let projection: Linear

    private var positionCount: Int { patches.count + 1 }

    /// - Throws: `EncodingError` naming the file and the tensor or field at fault.
    public init(directory: String) throws {
        let clip: CLIPConfiguration = try JSONFile.decode(path: directory + "/config.json")
        let weights = try Checkpoint(directory: directory)
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
            "visual_projection", inputs: width, outputs: dimension, isBiased: false)
        try CLIPConfiguration.checkAllRead(weights, but: ["text_model.", "text_projection."])
    }

    /// The projected state of the class token.
    public func features(of pixels: [Float]) throws -> [Float] {
        var state = Array(try hiddenStates(of: pixels).last?.prefix(width) ?? [])
        try finalNorm.apply(to: &state, rows: 1)
        return try projection(state, rows: 1)
    }

    /// States before the first layer and after each, each (1 + patches) × width.
    func hiddenStates(of pixels: [Float]) throws -> [[Float]] {
        var states = try classEmbedding + patches(pixels)
        states.add(positionEmbeddings)
        try firstNorm.apply(to: &states, rows: positionCount)
        var all = [states]
        for layer in layers {
            try layer.apply(to: &states, rows: positionCount)
            all.append(states)
        }
        return all
    }
}
