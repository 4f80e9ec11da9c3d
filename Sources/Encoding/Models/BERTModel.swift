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
    private struct SentenceConfiguration: Decodable {
        let longestSequence: Int

        enum CodingKeys: String, CodingKey {
            case longestSequence = "max_seq_length"
        }
    }

    public var dimension: Int { encoder.width }
    public let precision: Precision
    private let tokenizer: WordPieceTokenizer
    private let longestSequence: Int
    private let encoder: BERTEncoder

    /// - Parameter precision: of its fully connected layers.
    /// - Throws: `EncodingError` naming the file and the tensor or field at fault.
    public init(directory: String, precision: Precision = .f32) throws {
        let configurationPath = directory + "/config.json"
        let configuration: BERTConfiguration = try JSONFile.decode(path: configurationPath)
        guard configuration.isUsable else {
            throw EncodingError.malformedFile(
                path: configurationPath, reason: "its sizes make no network")
        }
        self.precision = precision
        let weights = try Checkpoint(directory: directory, precision: precision)
        tokenizer = try WordPieceTokenizer(path: directory + "/tokenizer.json")

        let sentencePath = directory + "/sentence_bert_config.json"
        var longest = configuration.positionCount
        if FileManager.default.fileExists(atPath: sentencePath) {
            let sentence: SentenceConfiguration = try JSONFile.decode(path: sentencePath)
            longest = min(longest, max(3, sentence.longestSequence))
        }
        longestSequence = longest
        encoder = try BERTEncoder(configuration: configuration, weights: weights)
        try weights.checkAllRead { $0 == "embeddings.position_ids" || $0.hasPrefix("pooler.") }
    }

    /// Token ids as the network sees them.
    public func tokens(of text: String) -> [Int] {
        tokenizer.encode(text, limit: longestSequence)
    }

    /// Mean of the last layer's states, `dimension` values, not normalised.
    public func features(of text: String) throws -> [Float] {
        let tokens = tokens(of: text)
        return Array(mean: try hiddenStates(of: tokens).last ?? [], rows: tokens.count)
    }

    /// States after the embeddings and after each layer, each tokens × `dimension`.
    func hiddenStates(of tokens: [Int]) throws -> [[Float]] {
        try encoder.hiddenStates(of: tokens, at: tokens.indices)
    }
}
