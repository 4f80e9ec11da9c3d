import Foundation
import TestSupport
import Testing

@testable import Encoding

/// What SigLIP's tokenizers refuse; `SigLIPReferenceTests` compares them with the reference.
@Suite struct SigLIPTokenizerTests {
    private func message(
        _ folder: TinyModel, _ name: String = "tokenizer.json",
        _ change: (inout [String: Any]) throws -> Void
    ) throws -> String {
        try folder.change(name, change)
        do {
            _ = try SigLIPTokenizer(directory: folder.path)
            return "read"
        } catch { return "\(error)" }
    }

    /// Sets a part of `tokenizer.json` to a JSON value, and expects an error that names the part.
    @Test(arguments: [
        ("normalizer", #"{"type":"NFD"}"#, "'normalizer'"),
        (
            "normalizer", #"{"type":"Replace","pattern":{"Regex":"[a-z]"},"content":""}"#,
            "'normalizer'"
        ),
        (
            "normalizer", #"{"type":"Replace","pattern":{"Regex":"[!-~]"},"content":""}"#,
            "'normalizer'"
        ),
        (
            "normalizer", #"{"type":"Precompiled","precompiled_charsmap":"AAAA"}"#,
            "'normalizer.precompiled_charsmap'"
        ),
        ("pre_tokenizer", #"{"type":"ByteLevel"}"#, "'pre_tokenizer'"),
        ("pre_tokenizer", #"{"type":"Metaspace","replacement":"_"}"#, "'pre_tokenizer'"),
        ("post_processor", #"{"type":"ByteLevel"}"#, "'post_processor'"),
        ("post_processor", #"{"type":"TemplateProcessing"}"#, "'post_processor.single'"),
        ("model", #"{"type":"WordLevel","vocab":[]}"#, "'model.type'"),
        ("model", #"{"type":"Unigram","vocab":[]}"#, "'model.unk_id'"),
        ("model", #"{"type":"Unigram","unk_id":3,"vocab":[["a",0]]}"#, "'model.unk_id'"),
        ("model", #"{"type":"Unigram","unk_id":0,"vocab":[["a"]]}"#, "model.vocab"),
        (
            "model", #"{"type":"Unigram","unk_id":0,"vocab":[["a",0]],"byte_fallback":true}"#,
            "'model.byte_fallback'"
        ),
        (
            "added_tokens", #"[{"id":1,"content":"</s>","single_word":true}]"#,
            "'added_tokens.</s>'"
        ),
    ])
    func unknownPartsAreNamed(part: String, value: String, name: String) throws {
        let folder = try TinyModel("siglip")
        let error = try message(folder) {
            $0[part] = try JSONSerialization.jsonObject(with: Data(value.utf8))
        }
        #expect(error.contains(folder.path + "/tokenizer.json"), "\(error)")
        #expect(error.contains(name), "\(error)")
    }

    @Test func thePaddingMustBeKnown() throws {
        for folder in [try TinyModel("siglip"), try TinyModel.siglip2()] {
            let error = try message(folder, "tokenizer_config.json") { $0["pad_token"] = "<none>" }
            #expect(error.contains("'<none>'"))
            let side = try message(folder, "tokenizer_config.json") {
                $0["pad_token"] = ["content": "<unk>"]
                $0["padding_side"] = "top"
            }
            #expect(side.contains("padding_side"))
        }
    }

    @Test func whatIsMissingIsFilledUp() throws {
        let folder = try TinyModel("siglip")
        let ids = try SigLIPTokenizer(directory: folder.path).encode("dog", length: 12)
        #expect(ids.count == 12 && ids.suffix(5) == [1, 1, 1, 1, 1])
        try folder.remove("tokenizer_config.json")
        #expect(try SigLIPTokenizer(directory: folder.path).encode("dog", length: 12) == ids)
        try folder.write(Data(#"{"padding_side":"left"}"#.utf8), to: "tokenizer_config.json")
        let left = try SigLIPTokenizer(directory: folder.path).encode("dog", length: 12)
        #expect(left.count == 12 && left.sorted() == ids.sorted() && left.last == 1)
        #expect(left.first == 1 && ids.first != 1)
    }

    /// Takes a number of steps that grows with the text.
    @Test(.timeLimit(.minutes(1))) func longWordsAreEncodedQuickly() throws {
        let tokenizer = try SigLIPTokenizer(directory: ReferenceTensors.path("siglip-tiny"))
        for text in [
            String(repeating: "the", count: 20_000), String(repeating: "☃", count: 20_000),
        ] {
            #expect(tokenizer.encode(text, length: 48).count == 48)
        }
    }

    @Test func equalPiecesAreFoundOnce() throws {
        let table = PieceTable([
            (Array("ab".utf8), 4), (Array("a".utf8), 2), (Array("ab".utf8), 3), ([], 0),
            (Array("abcd".utf8), 5), (Array("b".utf8), 6),
        ])
        var found: [[Int]] = []
        table.forEachPrefix(of: Array("abce".utf8)[...]) { found.append([$0, $1]) }
        #expect(found == [[1, 2], [2, 3]])
        table.forEachPrefix(of: Array("xyz".utf8)[...]) { found.append([$0, $1]) }
        #expect(found.count == 2)
    }
}
