import Compute
import MediaTypes

/// SigLIP's picture tower: a vision transformer without a class token, whose patches are pooled by
/// attention.
///
/// Reads a Hugging Face folder: `config.json` and the weights.
/// Reference: `transformers.SiglipModel.get_image_features`, "Sigmoid Loss for Language Image
/// Pre-Training" (Zhai et al., 2023).
public struct SigLIPVisionModel: VisionModel {
    public let dimension: Int
    public let imageSide: Int
    public let precision: Precision
    private let patches: PatchEmbedding
    private let positionEmbeddings: [Float]
    private let layers: [CLIPLayer]
    private let finalNorm: LayerNorm
    private let head: AttentionPooling

    /// - Parameter precision: of its fully connected layers.
    /// - Throws: `EncodingError` naming the file and the tensor or field at fault.
    public init(directory: String, precision: Precision = .f32) throws {
        let configuration: SigLIPConfiguration = try JSONFile.decode(
            path: directory + "/config.json")
        self.precision = precision
        let weights = try Checkpoint(directory: directory, precision: precision)
        let vision = configuration.vision
        let tower = vision.tower
        dimension = configuration.dimension
        imageSide = vision.imageSide
        let prefix = "vision_model"
        patches = try PatchEmbedding(
            name: "\(prefix).embeddings.patch_embedding", configuration: vision, isBiased: true,
            weights: weights)
        positionEmbeddings = try weights.tensor(
            "\(prefix).embeddings.position_embedding.weight", shape: [patches.count, tower.width])
        layers = try (0..<tower.layerCount).map { index in
            try CLIPLayer(
                prefix: "\(prefix).encoder.layers.\(index)", configuration: tower,
                isCausal: false, weights: weights)
        }
        finalNorm = try LayerNorm(
            name: "\(prefix).post_layernorm", width: tower.width, epsilon: tower.epsilon,
            weights: weights)
        head = try AttentionPooling(
            prefix: "\(prefix).head", configuration: tower, weights: weights)
        try SigLIPConfiguration.checkAllRead(weights, but: "text_model.")
    }

    public func features(of pictures: [[Float]]) throws -> [[Float]] {
        try pictures.map { pixels in
            var states = try hiddenStates(of: pixels).last ?? []
            try finalNorm.apply(to: &states, rows: patches.count)
            return try head(states, rows: patches.count)
        }
    }

    /// States before the first layer and after each, each patches × width.
    func hiddenStates(of pixels: [Float]) throws -> [[Float]] {
        var states = try patches(pixels)
        states.add(positionEmbeddings)
        var all = [states]
        for layer in layers {
            try layer.apply(to: &states, sequences: [0..<patches.count])
            all.append(states)
        }
        return all
    }
}
