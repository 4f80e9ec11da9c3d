import Encoding
import Foundation
import MediaTypes
import TestSupport
import Testing

/// Whatever the files of a folder hold, loading and encoding gives embeddings or an error.
@Suite struct HuggingFaceFolderFuzzTests {
    @Test(arguments: [
        ("clip", "config.json"), ("clip", "preprocessor_config.json"), ("clip", "tokenizer.json"),
        ("clip", "model.safetensors.index.json"), ("clap", "config.json"),
        ("clap", "processor_config.json"), ("clap", "tokenizer.json"),
        ("clap", "tokenizer_config.json"),
        ("embedding-gemma", "config.json"), ("embedding-gemma", "processor_config.json"),
        ("embedding-gemma", "tokenizer.json"), ("embedding-gemma", "tokenizer_config.json"),
        ("embedding-gemma", "config_sentence_transformers.json"),
    ])
    func survivesMutatedFiles(_ model: String, _ name: String) throws {
        let folder = try TinyModel(model)
        if name == "model.safetensors.index.json" { try folder.shard() }
        let original = try folder.read(name)
        var random = SeededGenerator(seed: 3)
        for _ in 0..<40 {
            var bytes = [UInt8](original)
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 32..<127, using: &random)
                // Numbers and nesting are where sizes go wrong.
                case 1: bytes.insert(contentsOf: Array("9".utf8), at: place)
                default: bytes.remove(at: place)
                }
            }
            try folder.write(Data(bytes), to: name)
            do {
                let space = try Space(directory: folder.path)
                if let image = space.image {
                    let input = try image.prepare(
                        ReferenceInputs.picture(0, width: 50, height: 40))
                    #expect(try image.encode([input]).count == 1)
                }
                if let audio = space.audio {
                    let input = try audio.prepare(
                        AudioBuffer(
                            sampleRate: audio.sampleRate,
                            samples: ReferenceInputs.sound(samples: 9000)))
                    #expect(try audio.encode([input]).count == 1)
                }
                #expect(try space.text?.encode(["a dog's 1st ride ~"]).count == 1)
            } catch { #expect(!"\(error)".isEmpty) }
        }
    }

    /// A word without spaces takes no more than n log n steps.
    @Test func longWordsAreEncodedQuickly() throws {
        let clip = try TinyModel("clip")
        let tokenizer = try CLIPTokenizer(directory: clip.path)
        let ids = tokenizer.encode(String(repeating: "the", count: 20_000), limit: 77)
        #expect(ids.count == 77)
        #expect(tokenizer.encode(String(repeating: "the ", count: 10_000), limit: 2).count == 2)
    }
}
