import Encoding
import TestSupport
import Testing

@Suite struct WordPieceTokenizerTests {
    private static let vocabulary = [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "dog", "##s", "cafe", "!", "'", "日", "a", "##b", "##c",
        "$", "–",
    ]
    private let folder: TemporaryDirectory
    private let tokenizer: WordPieceTokenizer

    init() throws {
        folder = try TemporaryDirectory()
        tokenizer = try WordPieceTokenizer(path: Self.write(to: folder))
    }

    private static func write(
        to folder: TemporaryDirectory, model: String = "WordPiece",
        normalizer: String = "BertNormalizer", vocabulary: [String] = Self.vocabulary
    ) throws -> String {
        let entries = vocabulary.enumerated().map { "\"\($1)\":\($0)" }.joined(separator: ",")
        let text = """
            {"normalizer":{"type":"\(normalizer)","clean_text":true,"handle_chinese_chars":true,
             "strip_accents":null,"lowercase":true},
             "model":{"type":"\(model)","unk_token":"[UNK]","continuing_subword_prefix":"##",
             "max_input_chars_per_word":10,"vocab":{\(entries)}}}
            """
        return try folder.write(text.utf8, to: "tokenizer.json")
    }

    @Test(arguments: [
        ("", []),
        ("dog", [4]),
        ("  DOGS\t\n", [4, 5]),
        ("Café!", [6, 7]),
        ("dog's", [4, 8, 1]),
        ("日日", [9, 9]),
        ("abc", [10, 11, 12]),
        ("abd", [1]),
        ("aaaaaaaaaaa", [1]),
        ("a$–b", [10, 13, 14, 1]),
        ("do\u{0}g\u{200D}s", [4, 5]),
        ("\u{FEFF}dog\u{3000}dog", [4, 4]),
    ]) func splitsAsBERTDoes(text: String, ids: [Int]) {
        #expect(tokenizer.encode(text, limit: 100) == [2] + ids + [3])
    }

    @Test func cutsLongTextsButKeepsTheEnd() {
        #expect(tokenizer.encode("dog dog dog dog", limit: 4) == [2, 4, 4, 3])
        #expect(tokenizer.encode("abc", limit: 4) == [2, 10, 11, 3])
    }

    @Test func refusesOtherTokenizers() throws {
        let bpe = try Self.write(to: folder, model: "BPE")
        #expect(throws: EncodingError.self) { try WordPieceTokenizer(path: bpe) }
        let other = try Self.write(to: folder, normalizer: "NFC")
        #expect(throws: EncodingError.self) { try WordPieceTokenizer(path: other) }
        let lacking = try Self.write(to: folder, vocabulary: ["[PAD]", "[UNK]", "[CLS]"])
        #expect {
            try WordPieceTokenizer(path: lacking)
        } throws: {
            "\($0)".contains("[SEP]")
        }
    }
}
