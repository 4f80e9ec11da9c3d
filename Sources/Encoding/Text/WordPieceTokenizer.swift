import Foundation

/// BERT's tokenizer: normalisation, splitting at spaces and punctuation, then the longest known
/// pieces from the left.
///
/// Reads a Hugging Face `tokenizer.json` with a `BertNormalizer`, a `BertPreTokenizer` and a
/// `WordPiece` model, and gives the same ids as the reference implementation `tokenizers`.
public struct WordPieceTokenizer: Sendable {
    private let vocabulary: [String: Int]
    private let normalizer: BERTNormalizer
    private let continuationPrefix: String
    private let longestWord: Int
    private let unknown: Int
    private let classification: Int
    private let separator: Int

    /// - Throws: `EncodingError` when the file can't be read or describes another tokenizer.
    public init(path: String) throws {
        let file: TokenizerFile = try JSONFile.decode(path: path)
        func malformed(_ reason: String) -> EncodingError {
            .malformedFile(path: path, reason: reason)
        }
        guard file.model.type == "WordPiece" else {
            throw malformed("it describes a \(file.model.type) tokenizer, WordPiece is needed")
        }
        guard file.normalizer.type == "BertNormalizer" else {
            throw malformed("it normalises by \(file.normalizer.type), BertNormalizer is needed")
        }
        func special(_ token: String) throws -> Int {
            guard let id = file.model.vocabulary[token] else {
                throw malformed("its vocabulary lacks \(token)")
            }
            return id
        }
        vocabulary = file.model.vocabulary
        let lowercases = file.normalizer.lowercases ?? true
        normalizer = BERTNormalizer(
            cleansText: file.normalizer.cleansText ?? true,
            separatesChinese: file.normalizer.separatesChinese ?? true,
            // The reference strips accents exactly when it lowercases, unless told otherwise.
            stripsAccents: file.normalizer.stripsAccents ?? lowercases,
            lowercases: lowercases)
        continuationPrefix = file.model.continuationPrefix ?? "##"
        longestWord = file.model.longestWord ?? 100
        unknown = try special(file.model.unknownToken)
        classification = try special("[CLS]")
        separator = try special("[SEP]")
    }

    /// Token ids of `text`, `[CLS]` first and `[SEP]` last.
    ///
    /// - Parameter limit: the most ids to return, specials included; what is over is cut off.
    public func encode(_ text: String, limit: Int) -> [Int] {
        var ids = [classification]
        words: for word in normalizer.words(of: text) {
            for id in pieces(of: word) {
                if ids.count == limit - 1 { break words }
                ids.append(id)
            }
        }
        ids.append(separator)
        return ids
    }

    private func pieces(of word: String) -> [Int] {
        let scalars = Array(word.unicodeScalars)
        guard scalars.count <= longestWord else { return [unknown] }
        var ids: [Int] = []
        var start = 0
        while start < scalars.count {
            var end = scalars.count
            var match: Int?
            while end > start {
                var piece = String(String.UnicodeScalarView(scalars[start..<end]))
                if start > 0 { piece = continuationPrefix + piece }
                match = vocabulary[piece]
                if match != nil { break }
                end -= 1
            }
            guard let match else { return [unknown] }
            ids.append(match)
            start = end
        }
        return ids
    }
}

/// The parts of `tokenizer.json` that matter here.
private struct TokenizerFile: Decodable {
    struct Model: Decodable {
        let type: String
        let unknownToken: String
        let continuationPrefix: String?
        let longestWord: Int?
        let vocabulary: [String: Int]

        enum CodingKeys: String, CodingKey {
            case type
            case unknownToken = "unk_token"
            case continuationPrefix = "continuing_subword_prefix"
            case longestWord = "max_input_chars_per_word"
            case vocabulary = "vocab"
        }
    }

    struct Normalizer: Decodable {
        let type: String
        let cleansText: Bool?
        let separatesChinese: Bool?
        let stripsAccents: Bool?
        let lowercases: Bool?

        enum CodingKeys: String, CodingKey {
            case type
            case cleansText = "clean_text"
            case separatesChinese = "handle_chinese_chars"
            case stripsAccents = "strip_accents"
            case lowercases = "lowercase"
        }
    }

    let model: Model
    let normalizer: Normalizer
}
