import Foundation

/// SigLIP's tokenizers: unigrams of SentencePiece for SigLIP, Gemma's for SigLIP 2, both in lower
/// case and filled up to a fixed length.
///
/// Reads `tokenizer.json` and, where it is there, `tokenizer_config.json`, which names the token of
/// the padding. Gives the same ids as `transformers.SiglipTokenizer` and, for SigLIP 2,
/// `transformers.Siglip2Tokenizer`.
public struct SigLIPTokenizer: Sendable {
    private enum Pieces: Sendable {
        case unigrams(SigLIPUnigramTokenizer)
        case bytePairs(GemmaTokenizer)
    }

    /// `tokenizer_config.json`.
    private struct Configuration: Decodable {
        /// A text, or an object that holds it.
        struct Token: Decodable {
            private struct Object: Decodable { let content: String }

            let content: String

            init(from decoder: any Decoder) throws {
                content =
                    try (try? decoder.singleValueContainer().decode(String.self))
                    ?? Object(from: decoder).content
            }
        }

        let paddingToken: Token?
        let paddingSide: String?

        enum CodingKeys: String, CodingKey {
            case paddingToken = "pad_token"
            case paddingSide = "padding_side"
        }
    }

    private static let file = "tokenizer.json"
    private static let configurationFile = "tokenizer_config.json"

    private let pieces: Pieces
    private let padding: Int
    private let padsLeft: Bool

    /// Names of the files that the ids depend on.
    static func fileNames(in directory: String) -> [String] {
        let path = directory + "/" + configurationFile
        return [file] + (FileManager.default.fileExists(atPath: path) ? [configurationFile] : [])
    }

    /// - Throws: `EncodingError` naming the file and the part of it that is not known.
    public init(directory: String) throws {
        let path = directory + "/" + Self.file
        let configurationPath = directory + "/" + Self.configurationFile
        let configuration =
            Self.fileNames(in: directory).contains(Self.configurationFile)
            ? try JSONFile.decode(path: configurationPath, as: Configuration.self) : nil
        let type = try Self.modelType(path: path)
        let name = configuration?.paddingToken?.content
        let id: Int?
        switch type {
        // Older files don't say so.
        case "Unigram", nil:
            let file = try SigLIPTokenizerFile(path: path)
            pieces = .unigrams(SigLIPUnigramTokenizer(file))
            id = file.id(of: name ?? "</s>")
        case "BPE":
            // As SigLIP 2 was trained; the files of its folders don't say so.
            let tokenizer = try GemmaTokenizer(path: path, lowercasing: true)
            pieces = .bytePairs(tokenizer)
            id = tokenizer.id(of: name ?? "<pad>")
        case let type?:
            throw EncodingError.malformedFile(
                path: path,
                reason: "the field 'model.type' is \(type), Unigram and BPE are known")
        }
        guard let id else {
            throw EncodingError.malformedFile(
                path: path, reason: "it lacks the token of the padding, '\(name ?? "")'")
        }
        padding = id
        switch configuration?.paddingSide {
        case "right", nil: padsLeft = false
        case "left": padsLeft = true
        case let side?:
            throw EncodingError.malformedFile(
                path: configurationPath,
                reason: "the field 'padding_side' is \(side), left and right are known")
        }
    }

    /// The field `model.type`, without a look at the vocabulary, which may be long; nil where it is
    /// missing.
    private static func modelType(path: String) throws -> String? {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        } catch {
            throw EncodingError.unreadableFile(path: path, reason: error.localizedDescription)
        }
        var type: String?
        do {
            var scanner = JSONScanner(data)
            try scanner.object { name, scanner in
                if name == "model" {
                    try scanner.object { name, scanner in
                        let value = try scanner.value()
                        if name == "type" {
                            type = try? JSONDecoder().decode(String.self, from: value)
                        }
                    }
                } else {
                    _ = try scanner.value()
                }
            }
        } catch let failure as JSONScanner.Failure {
            throw EncodingError.malformedFile(
                path: path, reason: "it is not a tokenizer's JSON at byte \(failure.offset)")
        }
        return type
    }

    /// `length` ids: of what is over, the end of the text is cut off, and what is missing is filled up
    /// with padding.
    public func encode(_ text: String, length: Int) -> [Int] {
        let ids =
            switch pieces {
            case .unigrams(let tokenizer): tokenizer.encode(text, limit: length)
            case .bytePairs(let tokenizer): tokenizer.encode(text, limit: length)
            }
        let rest = [Int](repeating: padding, count: max(0, length - ids.count))
        return padsLeft ? rest + ids : ids + rest
    }
}
