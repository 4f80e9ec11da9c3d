import Foundation
import MediaTypes

/// EmbeddingGemma 2 on texts that something is searched for with.
///
/// The model was trained with prompts that say what a text is for. A text here is a query, and gets
/// the prompt of queries that `config_sentence_transformers.json` has.
struct EmbeddingGemmaTextModel: TextModel {
    static let promptFile = "config_sentence_transformers.json"
    /// What the published model has, for folders that don't say.
    private static let standardPrompt = "task: search result | query: "
    /// Tokens; the model was trained with no more.
    private static let longest = 8192

    private struct Prompts: Decodable {
        let prompts: [String: String]?
        let standard: String?

        enum CodingKeys: String, CodingKey {
            case prompts
            case standard = "default_prompt_name"
        }
    }

    private let model: EmbeddingGemma
    private let tokenizer: GemmaTokenizer
    private let prompt: String

    var dimension: Int { model.dimension }
    var precision: Precision { model.precision }

    /// - Parameter tokenizer: the folder's.
    /// - Throws: `EncodingError` naming the file and the field at fault.
    init(model: EmbeddingGemma, tokenizer: GemmaTokenizerFile, directory: String) throws {
        self.model = model
        self.tokenizer = try GemmaTokenizer(tokenizer)
        let path = directory + "/" + Self.promptFile
        guard FileManager.default.fileExists(atPath: path) else {
            prompt = Self.standardPrompt
            return
        }
        let file: Prompts = try JSONFile.decode(path: path)
        // As `SentenceTransformer.encode_query` chooses it.
        prompt = file.prompts?["query"] ?? file.standard.flatMap { file.prompts?[$0] } ?? ""
    }

    /// Token ids as the network sees them, prompt included.
    func tokens(of text: String) -> [Int] {
        tokenizer.encode(
            prompt + text, limit: min(Self.longest, model.configuration.text.positionCount))
    }

    func features(of text: String) throws -> [Float] {
        try model.features(of: model.inputs(for: tokens(of: text)))
    }
}
