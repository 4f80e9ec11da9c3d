import Foundation

/// `config.json` of an EmbeddingGemma 2 folder.
///
/// What the file leaves out is as in `transformers.EmbeddingGemma2Config`. A setting that would make
/// another network than the one here is refused.
struct EmbeddingGemmaConfiguration: Sendable, Decodable {
    static let languagePrefix = "language_model."

    /// Ids of tokens in place of which towers put what they make of media, and of those around it.
    struct Tokens: Sendable {
        let image, video, audio: Int
        let imageBegin, imageEnd, audioBegin, audioEnd: Int
    }

    let text: Text
    /// Nil where the folder has no such tower.
    let vision: Vision?
    let audio: Audio?
    let tokens: Tokens

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: Key.self)
        text =
            try values.decodeIfPresent(Text.self, forKey: .text)
            ?? JSONDecoder().decode(Text.self, from: Data("{}".utf8))
        vision = try values.decodeIfPresent(Vision.self, forKey: .vision)
        audio = try values.decodeIfPresent(Audio.self, forKey: .audio)
        func token(_ key: Key, default standard: Int) throws -> Int {
            try values.decodeIfPresent(Int.self, forKey: key) ?? standard
        }
        tokens = Tokens(
            image: try token(.image, default: 258_880), video: try token(.video, default: 258_884),
            audio: try token(.audioToken, default: 258_881),
            imageBegin: try token(.imageBegin, default: 255_999),
            imageEnd: try token(.imageEnd, default: 258_882),
            audioBegin: try token(.audioBegin, default: 256_000),
            audioEnd: try token(.audioEnd, default: 258_883))
    }

    private enum Key: String, CodingKey {
        case text = "text_config"
        case vision = "vision_config"
        case audio = "audio_config"
        case image = "image_token_id"
        case video = "video_token_id"
        case audioToken = "audio_token_id"
        case imageBegin = "boi_token_id"
        case imageEnd = "eoi_token_id"
        case audioBegin = "boa_token_id"
        case audioEnd = "eoa_token_index"
    }

    /// Checks that a part has read all tensors but those of other parts.
    ///
    /// - Parameter own: what its tensors' names begin with.
    static func checkAllRead(_ weights: Checkpoint, own: [String]) throws {
        let all = [
            languagePrefix, "vision_tower.", "embed_vision.", "audio_tower.", "embed_audio.",
        ]
        try weights.checkAllRead { name in
            all.contains { name.hasPrefix($0) } && !own.contains { name.hasPrefix($0) }
        }
    }
}

extension KeyedDecodingContainer {
    /// Refuses any value of a setting but the one that is known.
    func require<Value: Decodable & Equatable>(_ key: Key, is known: Value) throws {
        guard let value = try decodeIfPresent(Value.self, forKey: key), value != known else {
            return
        }
        throw invalid(key, "\(value), but only \(known) is known")
    }

    /// A positive, finite number.
    func positive(_ key: Key, default standard: Float) throws -> Float {
        let value = try decodeIfPresent(Float.self, forKey: key) ?? standard
        guard value > 0, value.isFinite else { throw invalid(key, "it must be positive") }
        return value
    }
}
