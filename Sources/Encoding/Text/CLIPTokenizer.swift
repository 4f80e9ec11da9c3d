/// CLIP's tokenizer: byte-level byte-pair encoding of lower-case words, whose last piece says that
/// the word ends.
///
/// Gives the same ids as `transformers.CLIPTokenizer`.
public struct CLIPTokenizer: Sendable {
    private static let wordEnd = "</w>"

    let startToken, endToken: Int
    private let splitter: CLIPWordSplitter
    /// Tokens that are found in a text before and after it is normalised.
    private let rawTokens, normalizedTokens: [(content: String, id: Int)]
    /// By byte: the token within a word, and at its end.
    private let innerTokens, lastTokens: [Int]
    private let merges: BytePairMerges

    /// - Throws: `EncodingError` naming the file and the part of it that is not CLIP's.
    public init(directory: String) throws {
        let file = try CLIPTokenizerFile(directory: directory)
        func id(_ token: String) throws -> Int {
            guard let id = file.vocabulary[token] else {
                throw EncodingError.malformedFile(
                    path: file.path, reason: "its vocabulary lacks '\(token)'")
            }
            return id
        }
        let unknown = try id(file.unknownToken)
        innerTokens = ByteAlphabet.characters.map { file.vocabulary[String($0)] ?? unknown }
        lastTokens = ByteAlphabet.characters.map {
            file.vocabulary[String($0) + Self.wordEnd] ?? unknown
        }
        var rules: [BytePairMerges.Pair: BytePairMerges.Rule] = [:]
        for (rank, (left, right)) in file.merges.enumerated() {
            let pair = BytePairMerges.Pair(left: try id(left), right: try id(right))
            // Of two equal pairs, the reference keeps the later.
            rules[pair] = BytePairMerges.Rule(rank: rank, result: try id(left + right))
        }
        merges = BytePairMerges(rules: rules)
        startToken = file.startToken
        endToken = file.endToken
        splitter = CLIPWordSplitter(
            markers: file.dividesAtMarkers
                ? [CLIPTokenizerFile.start, CLIPTokenizerFile.end] : [])
        rawTokens = file.addedTokens.filter { $0.isNormalized != true }
            .map { ($0.content, $0.id) }
        normalizedTokens = file.addedTokens.filter { $0.isNormalized == true }
            .map { (CLIPWordSplitter.normalize($0.content), $0.id) }
    }

    /// Token ids of `text` between those of its start and end.
    ///
    /// - Parameter limit: the most ids to return, at least 2; what is over is cut off before the end.
    public func encode(_ text: String, limit: Int) -> [Int] {
        var ids = [startToken]
        for part in Self.split(text, at: rawTokens) {
            switch part {
            case .token(let id): ids.append(id)
            case .text(let text):
                let normalized = CLIPWordSplitter.normalize(text)
                for part in Self.split(normalized, at: normalizedTokens) {
                    switch part {
                    case .token(let id): ids.append(id)
                    case .text(let text):
                        for word in splitter.words(of: text) {
                            guard ids.count < limit else { break }
                            ids += pieces(of: word)
                        }
                    }
                }
            }
        }
        return ids.prefix(max(1, limit - 1)) + [endToken]
    }

    private func pieces(of word: String) -> [Int] {
        let bytes = Array(word.utf8)
        return merges.apply(
            to: bytes.indices.map { index in
                let isLast = index == bytes.count - 1
                return (isLast ? lastTokens : innerTokens)[Int(bytes[index])]
            })
    }

    private enum Part {
        case token(Int)
        case text(String)
    }

    /// Cuts out tokens, the first and there the longest first.
    private static func split(_ text: String, at tokens: [(content: String, id: Int)]) -> [Part] {
        let scalars = Array(text.unicodeScalars)
        let tokens = tokens.map { (Array($0.content.unicodeScalars), $0.id) }
            .sorted { $0.0.count > $1.0.count }
        var parts: [Part] = []
        var begin = 0
        func addText(to end: Int) {
            guard begin < end else { return }
            parts.append(.text(String(String.UnicodeScalarView(scalars[begin..<end]))))
        }
        var place = 0
        while place < scalars.count {
            let rest = scalars[place...]
            guard let (content, id) = tokens.first(where: { rest.starts(with: $0.0) }) else {
                place += 1
                continue
            }
            addText(to: place)
            parts.append(.token(id))
            place += content.count
            begin = place
        }
        addText(to: scalars.count)
        return parts
    }
}
