import Foundation
import TestSupport
import Testing

@testable import Encoding

/// Gemma's tokenizer on a small file; `EmbeddingGemmaReferenceTests` compares it with the reference.
@Suite struct GemmaTokenizerTests {
    private static let special = ["<pad>", "<eos>", "<bos>", "<unk>"]
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    /// - Parameter change: of the file's outermost object, before it is written.
    private func tokenizer(_ change: (inout [String: Any]) -> Void = { _ in }) throws
        -> GemmaTokenizer
    {
        let bytes = (0..<256).map { String(format: "<0x%02X>", $0) }
        let tokens = Self.special + bytes + ["▁", "a", "b", "▁a", "▁ab", "K"]
        var file: [String: Any] = [
            "version": "1.0",
            "added_tokens": Self.special.enumerated().map {
                ["id": $0.offset, "content": $0.element, "normalized": false]
            } + [["id": 300, "content": "A b", "normalized": true]],
            "normalizer": ["type": "Replace", "pattern": ["String": " "], "content": "▁"],
            "pre_tokenizer": [
                "type": "Split", "pattern": ["String": " "], "behavior": "MergedWithPrevious",
                "invert": false,
            ],
            "post_processor": [
                "type": "TemplateProcessing",
                "single": [
                    ["SpecialToken": ["id": "<bos>"]], ["Sequence": ["id": "A"]],
                    ["SpecialToken": ["id": "<eos>"]],
                ],
                "special_tokens": ["<bos>": ["ids": [2]], "<eos>": ["ids": [1]]],
            ],
            "model": [
                "type": "BPE", "unk_token": "<unk>", "fuse_unk": true, "byte_fallback": true,
                "vocab": Dictionary(
                    uniqueKeysWithValues: tokens.enumerated().map { ($0.element, $0.offset) }),
                "merges": ["▁ a", "▁a b"],
            ],
        ]
        change(&file)
        let path = try folder.write(
            JSONSerialization.data(withJSONObject: file), to: "tokenizer.json")
        return try GemmaTokenizer(path: path)
    }

    private func message(_ change: (inout [String: Any]) -> Void) -> String {
        do {
            _ = try tokenizer(change)
            return "read"
        } catch { return "\(error)" }
    }

    @Test func spacesAreCharactersAndStrangersAreBytes() throws {
        let tokenizer = try tokenizer()
        #expect(tokenizer.encode("a ab", limit: 100) == [2, 261, 264, 1])
        #expect(tokenizer.encode("é", limit: 100) == [2, 4 + 0xC3, 4 + 0xA9, 1])
        #expect(tokenizer.encode("", limit: 100) == [2, 1])
    }

    /// The sign for kelvin is no K, though Swift takes one for the other.
    @Test func textsThatLookTheSameAreToldApart() throws {
        let tokenizer = try tokenizer()
        #expect(tokenizer.encode("K", limit: 9) == [2, 265, 1])
        #expect(tokenizer.encode("\u{212A}", limit: 9) == [2, 4 + 0xE2, 4 + 0x84, 4 + 0xAA, 1])
    }

    @Test func addedTokensAreCutOut() throws {
        let tokenizer = try tokenizer()
        #expect(tokenizer.encode("a<eos>b", limit: 9) == [2, 261, 1, 262, 1])
        #expect(tokenizer.encode("aA b", limit: 9) == [2, 261, 300, 1])
    }

    /// As `tokenizers` 0.23 cuts them: `▁` is no white space.
    @Test(arguments: [
        ("a  <l> b", [261, 301, 260, 262]), ("a <r>  b", [261, 260, 302, 262]),
        ("a B b b", [261, 260, 303, 260, 262]), ("a  <l>\t<r> \n a", [261, 301, 13, 302, 261]),
    ])
    func addedTokensTakeSpaces(text: String, ids: [Int]) throws {
        let tokenizer = try tokenizer { file in
            let tokens = file["added_tokens"] as? [[String: Any]] ?? []
            file["added_tokens"] =
                tokens + [
                    ["id": 301, "content": "<l>", "lstrip": true],
                    ["id": 302, "content": "<r>", "rstrip": true],
                    [
                        "id": 303, "content": "B b", "lstrip": true, "rstrip": true,
                        "normalized": true,
                    ],
                ]
        }
        #expect(tokenizer.encode(text, limit: 99) == [2] + ids + [1])
    }

    @Test func whatIsOverIsCutOffBeforeTheEnd() throws {
        let tokenizer = try tokenizer()
        #expect(tokenizer.encode("bbbbbb", limit: 5) == [2, 262, 262, 262, 1])
        #expect(tokenizer.encode("bbb", limit: 0) == [2, 1])
        #expect(tokenizer.encode(String(repeating: "a ", count: 50_000), limit: 6).count == 6)
    }

    @Test func siglipsLowerCaseIsKnown() throws {
        let tokenizer = try tokenizer {
            $0["normalizer"] = [
                "type": "Sequence",
                "normalizers": [["type": "Lowercase"], $0["normalizer"] as Any],
            ]
            $0["post_processor"] = NSNull()
        }
        #expect(tokenizer.encode("B A", limit: 9) == [262, 263])
        #expect(tokenizer.encode("A B", limit: 9) == [300])
    }

    @Test(arguments: [
        ("normalizer", #"{"type":"NFC"}"#, "'normalizer'"),
        ("pre_tokenizer", #"{"type":"Whitespace"}"#, "'pre_tokenizer'"),
        ("post_processor", #"{"type":"ByteLevel"}"#, "'post_processor'"),
        (
            "post_processor",
            #"{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<x>"}}]}"#, "'<x>'"
        ),
        ("added_tokens", #"[{"id":1,"content":"<x>","single_word":true}]"#, "'added_tokens.<x>'"),
        ("added_tokens", #"{}"#, "'added_tokens'"),
    ])
    func unknownPartsAreNamed(field: String, value: String, words: String) throws {
        let value = try JSONSerialization.jsonObject(with: Data(value.utf8))
        let message = message { $0[field] = value }
        #expect(message.contains("tokenizer.json"), "\(message)")
        #expect(message.contains(words), "\(message)")
    }

    @Test(arguments: [
        ("type", "\"Unigram\"", "'model.type'"), ("dropout", "0.1", "'model.dropout'"),
        ("byte_fallback", "false", "'model.byte_fallback'"),
        ("ignore_merges", "true", "'model.ignore_merges'"),
        ("end_of_word_suffix", "\"</w>\"", "'model.end_of_word_suffix'"),
        ("merges", "[[\"a\"]]", "'model.merges'"), ("merges", "[\"a x\"]", "lacks 'x'"),
        ("vocab", "{\"a\":0}", "lacks '<0x00>'"), ("vocab", "[]", "'model.vocab'"),
    ])
    func unknownModelsAreNamed(field: String, value: String, words: String) throws {
        let value = try JSONSerialization.jsonObject(
            with: Data(value.utf8), options: .fragmentsAllowed)
        let message = message { file in
            guard var model = file["model"] as? [String: Any] else { return }
            model[field] = value
            file["model"] = model
        }
        #expect(message.contains("tokenizer.json"), "\(message)")
        #expect(message.contains(words), "\(message)")
    }

    @Test func anyTextIsTokenizedOrRefused() throws {
        _ = try tokenizer()
        let path = folder.path + "/tokenizer.json"
        let original = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var random = SeededGenerator(seed: 5)
        for _ in 0..<60 {
            var bytes = original
            for _ in 0..<3 {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &random)
                case 1: bytes.removeSubrange(place...)
                default: bytes.insert(contentsOf: Array("[{\"9".utf8), at: place)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            do {
                #expect(try !GemmaTokenizer(path: path).encode("a ab é", limit: 9).isEmpty)
            } catch { #expect(!"\(error)".isEmpty) }
        }
    }
}
