import Encoding
import MediaTypes

/// A part of a query as a person gives it, decoded.
public enum QueryInput: Sendable {
    case text(String)
    case image(PixelBuffer)
    /// At the sample rate of the space's encoder.
    case audio(AudioBuffer)

    public var modality: Modality {
        switch self {
        case .text: .text
        case .image: .image
        case .audio: .audio
        }
    }
}

extension Space {
    /// Characters of a text; of a longer one encoders would not see the end.
    public static let longestText = 1_000

    /// The embedding of a part of a query.
    /// - Throws: `SearchError.missingEncoder`, `.textTooLong`, or what the encoder throws.
    public func embedding(of input: QueryInput) throws -> Embedding {
        if case .text(let text) = input, text.count > Self.longestText {
            throw SearchError.textTooLong(characters: text.count, limit: Self.longestText)
        }
        let embeddings: [Embedding]? =
            switch input {
            case .text(let text): try self.text?.encode([text])
            case .image(let image): try self.image.map { try $0.encode([$0.prepare(image)]) }
            case .audio(let sound): try self.audio.map { try $0.encode([$0.prepare(sound)]) }
            }
        guard let embedding = embeddings?.first else {
            throw SearchError.missingEncoder(input.modality, space: name)
        }
        return embedding
    }

    /// A part of a query.
    /// - Parameter weight: how much it counts beside other parts, more than 0.
    /// - Throws: as `embedding(of:)`.
    public func part(of input: QueryInput, weight: Float = 1) throws -> Query.Part {
        Query.Part(try embedding(of: input), modality: input.modality, weight: weight)
    }
}
