import Compute
import Foundation
import MediaTypes

/// A BERT encoder with mean pooling, as sentence-transformers' MiniLM.
///
/// Reads a Hugging Face folder: `config.json`, `model.safetensors`, `tokenizer.json` and, where
/// present, `sentence_bert_config.json` for the longest sequence.
/// Reference: `transformers.BertModel`, "BERT: Pre-training of Deep Bidirectional Transformers"
/// (Devlin et al., 2019) and "Sentence-BERT" (Reimers & Gurevych, 2019).
public struct BERTModel: Sendable {
    struct Configuration: Decodable {
        let hidden_size: Int
        let num_hidden_layers: Int
        let num_attention_heads: Int
        let intermediate_size: Int
        let max_position_embeddings: Int
        let type_vocab_size: Int
        let vocab_size: Int
        let layer_norm_eps: Float
        let hidden_act: String
    }

    private struct SentenceConfiguration: Decodable {
        let max_seq_length: Int
    }

    public let dimension: Int
    private let tokenizer: WordPieceTokenizer
    private let longestSequence: Int
    private let vocabularySize: Int
    private let epsilon: Float
    private let wordEmbeddings: [Float]
    private let positionEmbeddings: [Float]
    private let typeEmbedding: [Float]
    private let embeddingNorm: LayerNorm
    private let layers: [BERTLayer]

    /// - Throws: `EncodingError` naming the file and the tensor or field at fault.
    public init(directory: String) throws {
        let configurationPath = directory + "/config.json"
        let configuration: Configuration = try JSONFile.decode(path: configurationPath)
        func malformed(_ reason: String) -> EncodingError {
            .malformedFile(path: configurationPath, reason: reason)
        }
        let width = configuration.hidden_size
        let heads = configuration.num_attention_heads
        guard width > 0, heads > 0, width % heads == 0, configuration.max_position_embeddings > 2,
            configuration.num_hidden_layers > 0, configuration.type_vocab_size > 0
        else { throw malformed("its sizes make no network") }
        guard configuration.hidden_act == "gelu" else {
            throw malformed("hidden_act is '\(configuration.hidden_act)', only 'gelu' is known")
        }
        let file = try SafeTensorsFile(path: directory + "/model.safetensors")
        tokenizer = try WordPieceTokenizer(path: directory + "/tokenizer.json")

        let sentencePath = directory + "/sentence_bert_config.json"
        var longest = configuration.max_position_embeddings
        if FileManager.default.fileExists(atPath: sentencePath) {
            let sentence: SentenceConfiguration = try JSONFile.decode(path: sentencePath)
            longest = min(longest, max(3, sentence.max_seq_length))
        }
        longestSequence = longest
        dimension = width
        vocabularySize = configuration.vocab_size
        epsilon = configuration.layer_norm_eps
        wordEmbeddings = try file.tensor(
            "embeddings.word_embeddings.weight", shape: [configuration.vocab_size, width])
        positionEmbeddings = try file.tensor(
            "embeddings.position_embeddings.weight",
            shape: [configuration.max_position_embeddings, width])
        // A single text is all of type 0.
        let types = try file.tensor(
            "embeddings.token_type_embeddings.weight",
            shape: [configuration.type_vocab_size, width])
        typeEmbedding = Array(types.prefix(width))
        embeddingNorm = try LayerNorm(
            name: "embeddings.LayerNorm", width: width, epsilon: epsilon, file: file)
        layers = try (0..<configuration.num_hidden_layers).map { index in
            try BERTLayer(
                prefix: "encoder.layer.\(index)", width: width, heads: heads,
                intermediate: configuration.intermediate_size,
                epsilon: configuration.layer_norm_eps,
                file: file)
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
            for column in 0..<dimension {
                states[position * dimension + column] =
                    wordEmbeddings[token * dimension + column]
                    + positionEmbeddings[position * dimension + column] + typeEmbedding[column]
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
