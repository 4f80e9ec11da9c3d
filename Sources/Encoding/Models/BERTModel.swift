import Compute
import Foundation
import MediaTypes

/// A BERT encoder with mean pooling, as sentence-transformers' MiniLM.
///
/// Reads a Hugging Face folder: `config.json`, the weights, `tokenizer.json` and, where
/// present, `sentence_bert_config.json` for the longest sequence.
/// Reference: `transformers.BertModel`, "BERT: Pre-training of Deep Bidirectional Transformers"
/// (Devlin et al., 2019) and "Sentence-BERT" (Reimers & Gurevych, 2019).
public struct BERTModel: TextModel {
    struct Configuration: Decodable {
        let hiddenSize: Int
        let layerCount: Int
        let headCount: Int
        let intermediateSize: Int
        let positionCount: Int
        let typeCount: Int
        let vocabularySize: Int
        let layerNormEpsilon: Float
        let activation: HiddenActivation

        enum CodingKeys: String, CodingKey {
            case hiddenSize = "hidden_size"
            case layerCount = "num_hidden_layers"
            case headCount = "num_attention_heads"
            case intermediateSize = "intermediate_size"
            case positionCount = "max_position_embeddings"
            case typeCount = "type_vocab_size"
            case vocabularySize = "vocab_size"
            case layerNormEpsilon = "layer_norm_eps"
            case activation = "hidden_act"
        }
    }

    private struct SentenceConfiguration: Decodable {
        let longestSequence: Int

        enum CodingKeys: String, CodingKey {
            case longestSequence = "max_seq_length"
        }
    }

    public let dimension: Int
    private let tokenizer: WordPieceTokenizer
    private let longestSequence: Int
    private let vocabularySize: Int
    private let epsilon: Float
    private let wordEmbeddings: TensorRows
    private let positionEmbeddings: [Float]
    private let typeEmbedding: [Float]
    private let embeddingNorm: LayerNorm
    private let layers: [BERTLayer]

    /// - Parameter precision: of its fully connected layers.
    /// - Throws: `EncodingError` naming the file and the tensor or field at fault.
    public init(directory: String, precision: Precision = .f32) throws {
        let configurationPath = directory + "/config.json"
        let configuration: Configuration = try JSONFile.decode(path: configurationPath)
        func malformed(_ reason: String) -> EncodingError {
            .malformedFile(path: configurationPath, reason: reason)
        }
        let width = configuration.hiddenSize
        let heads = configuration.headCount
        guard width > 0, heads > 0, width % heads == 0, configuration.positionCount > 2,
            configuration.layerCount > 0, configuration.typeCount > 0
        else { throw malformed("its sizes make no network") }
        let weights = try Checkpoint(directory: directory, precision: precision)
        tokenizer = try WordPieceTokenizer(path: directory + "/tokenizer.json")

        let sentencePath = directory + "/sentence_bert_config.json"
        var longest = configuration.positionCount
        if FileManager.default.fileExists(atPath: sentencePath) {
            let sentence: SentenceConfiguration = try JSONFile.decode(path: sentencePath)
            longest = min(longest, max(3, sentence.longestSequence))
        }
        longestSequence = longest
        dimension = width
        vocabularySize = configuration.vocabularySize
        epsilon = configuration.layerNormEpsilon
        wordEmbeddings = try weights.rows(
            "embeddings.word_embeddings.weight", shape: (configuration.vocabularySize, width))
        positionEmbeddings = try weights.tensor(
            "embeddings.position_embeddings.weight",
            shape: [configuration.positionCount, width])
        // A single text is all of type 0.
        let types = try weights.tensor(
            "embeddings.token_type_embeddings.weight",
            shape: [configuration.typeCount, width])
        typeEmbedding = Array(types.prefix(width))
        embeddingNorm = try LayerNorm(
            name: "embeddings.LayerNorm", width: width, epsilon: epsilon, weights: weights)
        layers = try (0..<configuration.layerCount).map { index in
            try BERTLayer(
                prefix: "encoder.layer.\(index)", width: width, heads: heads,
                intermediate: configuration.intermediateSize,
                epsilon: configuration.layerNormEpsilon, activation: configuration.activation,
                weights: weights)
        }
    }

    /// Token ids as the network sees them.
    public func tokens(of text: String) -> [Int] {
        tokenizer.encode(text, limit: longestSequence)
    }

    /// Mean of the last layer's states, `dimension` values, not normalised.
    public func features(of text: String) throws -> [Float] {
        let tokens = tokens(of: text)
        let states = try hiddenStates(of: tokens).last ?? []
        var mean = [Float](repeating: 0, count: dimension)
        for row in 0..<tokens.count {
            for column in 0..<dimension { mean[column] += states[row * dimension + column] }
        }
        for column in 0..<dimension { mean[column] /= Float(tokens.count) }
        return mean
    }

    /// States after the embeddings and after each layer, each tokens × `dimension`.
    func hiddenStates(of tokens: [Int]) throws -> [[Float]] {
        var states = [Float](repeating: 0, count: tokens.count * dimension)
        for (position, token) in tokens.enumerated() {
            guard token >= 0, token < vocabularySize else {
                throw ComputeError.shapeMismatch("token \(token) is outside the vocabulary")
            }
            let word = try wordEmbeddings.row(token)
            for column in 0..<dimension {
                states[position * dimension + column] =
                    word[column] + positionEmbeddings[position * dimension + column]
                    + typeEmbedding[column]
            }
        }
        try embeddingNorm.apply(to: &states, rows: tokens.count)
        var all = [states]
        for layer in layers {
            try layer.apply(to: &states, rows: tokens.count)
            all.append(states)
        }
        return all
    }
}
