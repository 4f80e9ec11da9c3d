import Foundation
import MediaTypes

/// What all encoders of an EmbeddingGemma 2 folder share: its language model, and the tokens that
/// stand around media.
///
/// Reference: `transformers.EmbeddingGemma2Model` and `EmbeddingGemma2Processor`, followed by mean
/// pooling as in sentence-transformers.
struct EmbeddingGemma: Sendable {
    /// What is between these is media.
    struct Delimiters: Sendable {
        let begin, end: [Int]
    }

    static let architecture = "embedding_gemma2"
    static let tokenizerFile = "tokenizer.json"
    static let tokenizerConfiguration = "tokenizer_config.json"

    let configuration: EmbeddingGemmaConfiguration
    let languageModel: EmbeddingGemmaLanguageModel
    /// Values of an embedding, of which the first count most ("Matryoshka Representation Learning",
    /// Kusupati et al., 2022).
    let dimension: Int
    /// Of all fully connected layers but the last; never int8.
    let precision: Precision
    let aroundPictures, aroundSounds: Delimiters

    /// - Parameters:
    ///   - tokenizer: the folder's.
    ///   - dimension: nil for all that the network gives.
    ///   - precision: what is asked for. Of int8 it does as `Precision.preferred`: the model is said
    ///     to suffer from 8 bits, and without its published weights that can't be measured.
    /// - Throws: `EncodingError` naming the file and the tensor or field at fault.
    init(
        directory: String, tokenizer: GemmaTokenizerFile, dimension: Int? = nil,
        precision: Precision = .f32
    ) throws {
        let path = directory + "/" + HuggingFaceFolder.configuration
        configuration = try JSONFile.decode(path: path)
        self.precision = precision == .int8 ? .preferred : precision
        let weights = try Checkpoint(directory: directory, precision: self.precision)
        languageModel = try EmbeddingGemmaLanguageModel(
            configuration: configuration.text, weights: weights)
        try EmbeddingGemmaConfiguration.checkAllRead(
            weights, own: [EmbeddingGemmaConfiguration.languagePrefix])
        self.dimension = dimension ?? languageModel.dimension
        let names = try SpecialTokens(path: directory + "/" + Self.tokenizerConfiguration)
        func delimiters(
            _ begin: (name: String?, id: Int), _ end: (name: String?, id: Int)
        ) -> Delimiters {
            // The reference writes the names into a text, so the tokenizer's ids count.
            func id(_ token: (name: String?, id: Int)) -> Int {
                token.name.flatMap(tokenizer.id) ?? token.id
            }
            return Delimiters(
                begin: tokenizer.prefix + [id(begin)], end: [id(end)] + tokenizer.suffix)
        }
        let tokens = configuration.tokens
        aroundPictures = delimiters(
            (names.imageBegin, tokens.imageBegin), (names.imageEnd, tokens.imageEnd))
        aroundSounds = delimiters(
            (names.audioBegin, tokens.audioBegin), (names.audioEnd, tokens.audioEnd))
    }

    /// What the language model is given for a text's tokens: media that is not there is padding.
    func inputs(for tokens: [Int]) throws -> [Float] {
        let media = configuration.tokens
        return try languageModel.inputs(
            for: tokens.map {
                [media.image, media.video, media.audio].contains($0)
                    ? configuration.text.padToken : $0
            })
    }

    /// What the language model is given for media.
    ///
    /// - Parameter tokens: a tower's, rows × the language model's width.
    func inputs(for tokens: [Float], between delimiters: Delimiters) throws -> [Float] {
        try inputs(for: delimiters.begin) + tokens + inputs(for: delimiters.end)
    }

    /// `dimension` values, not of unit length.
    func features(of inputs: [Float]) throws -> [Float] {
        Array(try languageModel.features(of: inputs).prefix(dimension))
    }

    /// The names of tokens in `tokenizer_config.json`.
    private struct SpecialTokens: Decodable {
        let imageBegin, imageEnd, audioBegin, audioEnd: String?

        enum CodingKeys: String, CodingKey {
            case imageBegin = "boi_token"
            case imageEnd = "eoi_token"
            case audioBegin = "boa_token"
            case audioEnd = "eoa_token"
        }

        /// All nil where there is no file.
        init(path: String) throws {
            self =
                try FileManager.default.fileExists(atPath: path)
                ? JSONFile.decode(path: path)
                : JSONDecoder().decode(Self.self, from: Data("{}".utf8))
        }
    }
}
