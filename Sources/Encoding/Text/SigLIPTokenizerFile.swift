import Foundation

/// A `tokenizer.json` of SigLIP's kind: unigrams of SentencePiece.
struct SigLIPTokenizerFile {
    /// `A` unless the file says otherwise.
    let prefix, suffix: [Int]
    let addedTokens: [AddedToken]
    let characters: PrecompiledCharacterMap?
    let unigrams: Unigrams
    private let pieces: [String]

    /// - Throws: `EncodingError` naming the file and the part of it that is not SigLIP's.
    init(path: String) throws {
        let file: Serialized = try JSONFile.decode(path: path)
        let require = TokenizerRequirement(path: path, owner: "SigLIP")
        let model = file.model
        try require(model.fallsBackToBytes != true, "model.byte_fallback", "false")
        guard let unknown = model.unknown, model.vocabulary.indices.contains(unknown) else {
            throw EncodingError.malformedFile(
                path: path, reason: "the field 'model.unk_id' is not in its vocabulary")
        }
        try require(
            model.vocabulary.allSatisfy(\.score.isFinite), "model.vocab", "a number by each piece")
        for token in file.addedTokens {
            try require(
                token.isFindable && token.isNormalized != true, "added_tokens.\(token.content)",
                "a token that is neither single_word nor normalized")
        }
        var characters: PrecompiledCharacterMap?
        for part in file.normalizer.map({ $0.normalizers ?? [$0] }) ?? [] {
            if part.type == "Precompiled" {
                characters = part.characters.flatMap(PrecompiledCharacterMap.init(base64:))
                try require(
                    characters != nil, "normalizer.precompiled_charsmap",
                    "a table of SentencePiece")
            } else {
                try require(
                    Self.isCanonical(part), "normalizer",
                    "Lowercase, Strip, Precompiled, and Replace of punctuation or spaces")
            }
        }
        for part in file.preTokenizer.map({ $0.preTokenizers ?? [$0] }) ?? [] {
            try require(
                ["Metaspace", "WhitespaceSplit"].contains(part.type)
                    && (part.replacement ?? "▁") == "▁", "pre_tokenizer", "Metaspace")
        }
        self.characters = characters
        addedTokens = file.addedTokens
        pieces = model.vocabulary.map(\.piece)
        unigrams = Unigrams(
            model.vocabulary.map { ($0.piece, $0.score) }, unknown: unknown,
            controls: Set(file.addedTokens.map(\.id) + [unknown]))
        (prefix, suffix) = try file.postProcessor?.surroundings(path: path) ?? ([], [])
    }

    /// The id of a token by its name; nil where there is none.
    func id(of token: String) -> Int? {
        addedTokens.first { $0.content == token }?.id ?? pieces.firstIndex(of: token)
    }

    /// Whether a part changes nothing in a text that is canonical already, or does what SentencePiece
    /// does anyway.
    private static func isCanonical(_ part: TokenizerPart) -> Bool {
        switch part.type {
        case "Lowercase", "Strip": true
        case "Replace":
            switch (part.pattern?.expression, part.pattern?.text, part.content) {
            case ("\\s+"?, nil, " "?), (" {2,}"?, nil, " "?), (nil, " "?, "▁"?): true
            case (let expression?, nil, ""?): isPunctuationClass(expression)
            default: false
            }
        default: false
        }
    }

    /// Whether a regular expression is a class of ASCII punctuation, such as `[!"\#]`.
    private static func isPunctuationClass(_ expression: String) -> Bool {
        var scalars = Array(expression.unicodeScalars)
        if scalars.last == "+" { scalars.removeLast() }
        guard scalars.count > 2, scalars.first == "[", scalars.last == "]", scalars[1] != "^"
        else { return false }
        let inner = scalars[1..<(scalars.count - 1)]
        var isEscaped = false
        for scalar in inner {
            guard SigLIPText.isPunctuation(scalar) else { return false }
            if !isEscaped, scalar == "-" || scalar == "[" || scalar == "]" { return false }
            isEscaped = !isEscaped && scalar == "\\"
        }
        return !isEscaped
    }
}

/// The parts of `tokenizer.json` that matter.
private struct Serialized: Decodable {
    /// A piece and the logarithm of its probability, in a list of two.
    struct Entry: Decodable {
        let piece: String
        let score: Float

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            piece = try values.decode(String.self)
            score = try values.decode(Float.self)
        }
    }

    struct Model: Decodable {
        let unknown: Int?
        let vocabulary: [Entry]
        let fallsBackToBytes: Bool?

        enum CodingKeys: String, CodingKey {
            case unknown = "unk_id"
            case vocabulary = "vocab"
            case fallsBackToBytes = "byte_fallback"
        }
    }

    let addedTokens: [AddedToken]
    let normalizer: TokenizerPart?
    let preTokenizer: TokenizerPart?
    let postProcessor: TokenTemplate?
    let model: Model

    enum CodingKeys: String, CodingKey {
        case addedTokens = "added_tokens"
        case normalizer, model
        case preTokenizer = "pre_tokenizer"
        case postProcessor = "post_processor"
    }
}
