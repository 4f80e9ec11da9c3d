import Compute
import Foundation
import MediaTypes

/// CLAP's text tower: RoBERTa, whose state at the start of the text is pooled and projected.
///
/// Reads a Hugging Face folder: `config.json`, the weights and the tokenizer's files.
/// Reference: `transformers.ClapModel.get_text_features`, "Large-scale Contrastive Language-Audio
/// Pretraining with Feature Fusion and Keyword-to-Caption Augmentation" (Wu et al., 2023).
public struct CLAPTextModel: TextModel {
    public let dimension: Int
    public let precision: Precision
    private let configuration: CLAPConfiguration.Text
    private let tokenizer: RoBERTaTokenizer
    private let encoder: BERTEncoder
    private let pooler: Linear
    private let projection: FeedForward

    /// - Parameter precision: of its fully connected layers but those behind the pooling.
    /// - Throws: `EncodingError` naming the file and the tensor or field at fault.
    public init(directory: String, precision: Precision = .f32) throws {
        let clap: CLAPConfiguration = try JSONFile.decode(path: directory + "/config.json")
        self.precision = precision
        let weights = try Checkpoint(directory: directory, precision: precision)
        configuration = clap.text
        dimension = clap.projectionDimension
        tokenizer = try RoBERTaTokenizer(directory: directory)
        encoder = try BERTEncoder(
            prefix: "text_model.", configuration: clap.text.network, weights: weights)
        pooler = try weights.linear(
            "text_model.pooler.dense", inputs: encoder.width, outputs: encoder.width,
            precision: .f32)
        projection = try FeedForward(
            projection: "text_projection", inputs: encoder.width, outputs: dimension,
            activation: clap.text.projectionActivation, weights: weights)
        try CLAPConfiguration.checkAllRead(weights, but: ["audio_model.", "audio_projection."])
    }

    /// Token ids as the network sees them.
    public func tokens(of text: String) -> [Int] {
        tokenizer.encode(text, limit: configuration.longestSequence)
    }

    /// The projected state at the start token, `dimension` values, not normalised.
    public func features(of text: String) throws -> [Float] {
        let states = try hiddenStates(of: tokens(of: text)).last ?? []
        let pooled = try pooler(Array(states.prefix(encoder.width)), rows: 1)
        return try projection(pooled.map { tanh($0) }, rows: 1)
    }

    /// States after the embeddings and after each layer, each tokens × width.
    func hiddenStates(of tokens: [Int]) throws -> [[Float]] {
        // A padding token that stands in the text has the position before the first.
        let padding = configuration.paddingToken
        var position = padding
        let positions = tokens.map { token in
            guard token != padding else { return padding }
            position += 1
            return position
        }
        return try encoder.hiddenStates(of: tokens, at: positions)
    }
}
