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
            guard let id = file.model.vocab[token] else {
                throw malformed("its vocabulary lacks \(token)")
            }
            return id
        }
        vocabulary = file.model.vocab
        let lowercases = file.normalizer.lowercase ?? true
        normalizer = BERTNormalizer(
            cleansText: file.normalizer.clean_text ?? true,
            separatesChinese: file.normalizer.handle_chinese_chars ?? true,
            // The reference strips accents exactly when it lowercases, unless told otherwise.
            stripsAccents: file.normalizer.strip_accents ?? lowercases,
            lowercases: lowercases)
        continuationPrefix = file.model.continuing_subword_prefix ?? "##"
        longestWord = file.model.max_input_chars_per_word ?? 100
        unknown = try special(file.model.unk_token)
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
        let unk_token: String
        let continuing_subword_prefix: String?
        let max_input_chars_per_word: Int?
        let vocab: [String: Int]
    }

    struct Normalizer: Decodable {
        let type: String
        let clean_text: Bool?
        let handle_chinese_chars: Bool?
        let strip_accents: Bool?
        let lowercase: Bool?
    }

    let model: Model
    let normalizer: Normalizer
}
