import Compute
import MediaTypes

/// CLIP's text tower: a causal transformer whose state at the end of the text is projected.
///
/// Reads a Hugging Face folder: `config.json`, the weights and the tokenizer's files.
/// Reference: `transformers.CLIPModel.get_text_features`, "Learning Transferable Visual Models From
/// Natural Language Supervision" (Radford et al., 2021).
public struct CLIPTextModel: TextModel {
    /// Before `transformers` 4.31, `eos_token_id` stood wrongly as 2 in every configuration; the
    /// end of such a text is the largest of its token ids.
    private static let olderEndToken = 2

    public let dimension: Int
    public let precision: Precision
    private let configuration: CLIPConfiguration.Text
    private let tokenizer: CLIPTokenizer
    private let wordEmbeddings: TensorRows
    private let positionEmbeddings: [Float]
    private let layers: [CLIPLayer]
    private let finalNorm: LayerNorm
    private let projection: Linear

    /// Rows that run through the layers together at most, so that what lies between them stays in
    /// the processor's caches.
    private static let rowLimit = 1024

    /// - Parameter precision: of its fully connected layers but the last.
    /// - Throws: `EncodingError` naming the file and the tensor or field at fault.
    public init(directory: String, precision: Precision = .f32) throws {
        let path = directory + "/config.json"
        let clip: CLIPConfiguration = try JSONFile.decode(path: path)
        self.precision = precision
        let weights = try Checkpoint(directory: directory, precision: precision)
        configuration = clip.text
        dimension = clip.projectionDimension
        tokenizer = try CLIPTokenizer(directory: directory)
        let endToken = configuration.endToken
        guard endToken == Self.olderEndToken || endToken == tokenizer.endToken else {
            throw EncodingError.malformedFile(
                path: path,
                reason: "the field 'text_config.eos_token_id' is \(endToken), the tokenizer ends "
                    + "texts with \(tokenizer.endToken)")
        }
        let tower = configuration.tower
        wordEmbeddings = try weights.rows(
            "text_model.embeddings.token_embedding.weight",
            shape: (configuration.vocabularySize, tower.width))
        positionEmbeddings = try weights.tensor(
            "text_model.embeddings.position_embedding.weight",
            shape: [configuration.positionCount, tower.width])
        layers = try (0..<tower.layerCount).map { index in
            try CLIPLayer(
                prefix: "text_model.encoder.layers.\(index)", configuration: tower,
                isCausal: true, weights: weights)
        }
        finalNorm = try LayerNorm(
            name: "text_model.final_layer_norm", width: tower.width, epsilon: tower.epsilon,
            weights: weights)
        projection = try weights.linear(
            "text_projection", inputs: tower.width, outputs: dimension, isBiased: false,
            precision: .f32)
        try CLIPConfiguration.checkAllRead(weights, but: ["vision_model.", "visual_projection."])
    }

    /// Token ids as the network sees them, without the padding that follows.
    public func tokens(of text: String) -> [Int] {
        tokenizer.encode(text, limit: configuration.positionCount)
    }

    public func features(of text: String) throws -> [Float] {
        try features(of: [text]).first ?? []
    }

    /// The projected state at the first end token of each text.
    ///
    /// What follows it, such as padding, is left out: a causal network does not look ahead.
    public func features(of texts: [String]) throws -> [[Float]] {
        let together = max(1, Self.rowLimit / configuration.positionCount)
        return try stride(from: 0, to: texts.count, by: together).flatMap { first in
            let some = texts[first..<min(first + together, texts.count)]
            return try features(of: some.map { upToTheEnd(tokens(of: $0)) })
        }
    }

    private func upToTheEnd(_ tokens: [Int]) -> [Int] {
        let end =
            configuration.endToken == Self.olderEndToken
            ? tokens.max() : configuration.endToken
        return Array(tokens.prefix((tokens.firstIndex { $0 == end } ?? 0) + 1))
    }

    private func features(of texts: [[Int]]) throws -> [[Float]] {
        var sequences: [Range<Int>] = []
        var states: [Float] = []
        for tokens in texts {
            let first = sequences.last?.upperBound ?? 0
            sequences.append(first..<first + tokens.count)
            states += try firstStates(of: tokens)
        }
        for layer in layers.dropLast() { try layer.apply(to: &states, sequences: sequences) }
        var ends = try layers[layers.count - 1].output(
            of: states, sequences: sequences, rows: sequences.map { $0.upperBound - 1 })
        try finalNorm.apply(to: &ends, rows: texts.count)
        let features = try projection(ends, rows: texts.count)
        return texts.indices.map { Array(features[$0 * dimension..<($0 + 1) * dimension]) }
    }

    /// States after the embeddings and after each layer, each tokens × width.
    func hiddenStates(of tokens: [Int]) throws -> [[Float]] {
        var states = try firstStates(of: tokens)
        var all = [states]
        for layer in layers {
            try layer.apply(to: &states, sequences: [tokens.indices])
            all.append(states)
        }
        return all
    }

    private func firstStates(of tokens: [Int]) throws -> [Float] {
        let width = configuration.tower.width
        var states = Array(positionEmbeddings.prefix(tokens.count * width))
        for (position, token) in tokens.enumerated() {
            guard token >= 0, token < configuration.vocabularySize else {
                throw ComputeError.shapeMismatch("token \(token) is outside the vocabulary")
            }
            for (column, value) in try wordEmbeddings.row(token).enumerated() {
                states[position * width + column] += value
            }
        }
        return states
    }
}
