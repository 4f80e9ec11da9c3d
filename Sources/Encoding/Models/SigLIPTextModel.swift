import Compute
import MediaTypes

/// SigLIP's text tower: a transformer that sees the whole text and the padding after it, whose last
/// state is projected.
///
/// It was trained on texts filled up to a fixed length, without a mask: what stands in the padding
/// takes part in every layer, and the last place, mostly padding, is what is read off.
///
/// Reads a Hugging Face folder: `config.json`, the weights and the tokenizer's files.
/// Reference: `transformers.SiglipModel.get_text_features`, "Sigmoid Loss for Language Image
/// Pre-Training" (Zhai et al., 2023).
public struct SigLIPTextModel: TextModel {
    public let dimension: Int
    public let precision: Precision
    private let configuration: SigLIPConfiguration.Text
    private let tokenizer: SigLIPTokenizer
    private let wordEmbeddings: TensorRows
    private let positionEmbeddings: [Float]
    private let layers: [CLIPLayer]
    private let finalNorm: LayerNorm
    private let projection: Linear

    /// - Parameter precision: of its fully connected layers but the last.
    /// - Throws: `EncodingError` naming the file and the tensor or field at fault.
    public init(directory: String, precision: Precision = .f32) throws {
        let siglip: SigLIPConfiguration = try JSONFile.decode(path: directory + "/config.json")
        self.precision = precision
        let weights = try Checkpoint(directory: directory, precision: precision)
        configuration = siglip.text
        dimension = siglip.dimension
        tokenizer = try SigLIPTokenizer(directory: directory)
        let tower = configuration.tower
        let prefix = "text_model"
        wordEmbeddings = try weights.rows(
            "\(prefix).embeddings.token_embedding.weight",
            shape: (configuration.vocabularySize, tower.width))
        positionEmbeddings = try weights.tensor(
            "\(prefix).embeddings.position_embedding.weight",
            shape: [configuration.positionCount, tower.width])
        layers = try (0..<tower.layerCount).map { index in
            try CLIPLayer(
                prefix: "\(prefix).encoder.layers.\(index)", configuration: tower,
                isCausal: false, weights: weights)
        }
        finalNorm = try LayerNorm(
            name: "\(prefix).final_layer_norm", width: tower.width, epsilon: tower.epsilon,
            weights: weights)
        projection = try weights.linear(
            "\(prefix).head", inputs: tower.width, outputs: dimension, precision: .f32)
        try SigLIPConfiguration.checkAllRead(weights, but: "vision_model.")
    }

    /// Token ids with the padding that follows, as many as the network has places.
    public func tokens(of text: String) -> [Int] {
        tokenizer.encode(text, length: configuration.positionCount)
    }

    public func features(of text: String) throws -> [Float] {
        let states = try hiddenStates(of: tokens(of: text)).last ?? []
        var last = Array(states.suffix(configuration.tower.width))
        try finalNorm.apply(to: &last, rows: 1)
        return try projection(last, rows: 1)
    }

    /// States after the embeddings and after each layer, each tokens × width.
    func hiddenStates(of tokens: [Int]) throws -> [[Float]] {
        if let odd = tokens.first(where: { !(0..<configuration.vocabularySize).contains($0) }) {
            throw ComputeError.shapeMismatch("token \(odd) is outside the vocabulary")
        }
        var states = try tokens.flatMap { try wordEmbeddings.row($0) }
        states.add(Array(positionEmbeddings.prefix(states.count)))
        var all = [states]
        for layer in layers {
            try layer.apply(to: &states, sequences: [0..<tokens.count])
            all.append(states)
        }
        return all
    }
}
