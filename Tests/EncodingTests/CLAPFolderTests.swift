import Foundation
import MediaTypes
import TestSupport
import Testing

@testable import Encoding

/// Plain folders of CLAP, whole and with something wrong in them.
@Suite struct CLAPFolderTests {
    private let clap: TinyModel

    init() throws { clap = try TinyModel("clap") }

    @Test func aPlainFolderIsASpace() throws {
        let space = try Space(directory: clap.path)
        #expect(space.dimension == 20)
        #expect(space.identity.hasPrefix("clap-"))
        #expect(space.image == nil)
        let audio = try #require(space.audio)
        #expect(audio.sampleRate == 8000)
        #expect(throws: EncodingError.wrongSampleRate(expected: 8000, found: 44_100)) {
            try audio.prepare(AudioBuffer(sampleRate: 44_100, samples: [0]))
        }
        #expect(try space.text?.encode(["a dog"]).first?.dimension == 20)
    }

    @Test func soundOfAnyKindIsEncoded() throws {
        let audio = try #require(try Space(directory: clap.path, modalities: [.audio]).audio)
        let sounds: [[Float]] = [
            [0], [0.5], [.nan, .infinity, -.infinity, .greatestFiniteMagnitude],
            [Float](repeating: 0, count: 100_000), ReferenceInputs.sound(samples: 8001),
        ]
        for samples in sounds {
            let input = try audio.prepare(AudioBuffer(sampleRate: 8000, samples: samples))
            #expect(input.shape == [(samples.count + 7999) / 8000, 101, 8])
            #expect(input.values.allSatisfy { $0.isFinite })
            #expect(try audio.encode([input]).count == 1)
            #expect(
                try audio.prepare(AudioBuffer(sampleRate: 8000, samples: samples)) == input)
        }
    }

    /// Of a sound that is as long as the network hears, and of twice that sound, the network hears
    /// the same.
    @Test func shortSoundIsRepeated() throws {
        let audio = try #require(try Space(directory: clap.path, modalities: [.audio]).audio)
        let half = ReferenceInputs.sound(samples: 4000)
        func values(_ samples: [Float]) throws -> [Float] {
            try audio.prepare(AudioBuffer(sampleRate: 8000, samples: samples)).values
        }
        #expect(try values(half) == values(half + half))
        try clap.change("processor_config.json", "feature_extractor", "padding", to: "pad")
        let padding = try #require(try Space(directory: clap.path, modalities: [.audio]).audio)
        let padded = try padding.prepare(AudioBuffer(sampleRate: 8000, samples: half)).values
        #expect(padded != (try values(half)))
        #expect(padded.last == -100)
        try clap.change("processor_config.json", "feature_extractor", "padding", to: "repeat")
        let repeating = try #require(try Space(directory: clap.path, modalities: [.audio]).audio)
        let odd = ReferenceInputs.sound(samples: 3000)
        #expect(
            try repeating.prepare(AudioBuffer(sampleRate: 8000, samples: odd)).values
                == values(odd + odd + odd.prefix(2000)))
    }

    @Test func importInstallsACopy() throws {
        let store = SpaceStore(directory: clap.path + "/spaces")
        let manifest = try SpaceImporter(store: store).importFolder(clap.path, name: "sounds")
        #expect(manifest.encoders.keys.sorted() == ["audio", "text"])
        #expect(try store.load("sounds").identity == SpaceManifest(directory: clap.path).identity)
    }

    @Test(arguments: [
        ("audio_config", "enable_fusion", 1, "'audio_config.enable_fusion'"),
        ("audio_config", "patch_embed_input_channels", 4, "patch_embed_input_channels'"),
        ("audio_config", "flatten_patch_embeds", 0, "'audio_config.flatten_patch_embeds'"),
        ("audio_config", "enable_patch_layer_norm", 0, "enable_patch_layer_norm'"),
        ("audio_config", "num_mel_bins", 7, "'audio_config.num_mel_bins'"),
        ("audio_config", "patch_stride", 1, "'audio_config.patch_stride'"),
        ("audio_config", "patch_size", 5, "'audio_config.patch_s"),
        ("audio_config", "window_size", 3, "'audio_config.window_size'"),
        ("audio_config", "hidden_size", 64, "'audio_config.hidden_size'"),
        ("audio_config", "patch_embeds_hidden_size", 1 << 40, "patch_embeds_hidden_size'"),
        ("audio_config", "mlp_ratio", -1, "'audio_config.mlp_ratio'"),
        ("audio_config", "qkv_bias", 0, "attention.self.key.bias'"),
        ("text_config", "num_attention_heads", 3, "'text_config.num_attention_heads'"),
        ("text_config", "pad_token_id", 66, "'text_config.pad_token_id'"),
        ("text_config", "max_position_embeddings", 70, "position_embeddings.weight'"),
        ("text_config", "num_hidden_layers", 1, "'text_model.encoder.layer.1."),
    ])
    func configurationThatDoesNotFitIsNamed(
        tower: String, field: String, value: Int, words: String
    ) throws {
        let isTruth =
            ["enable_fusion", "flatten_patch_embeds", "enable_patch_layer_norm", "qkv_bias"]
            .contains(field)
        try clap.change("config.json", tower, field, to: isTruth ? value == 1 : value as Any)
        let file = words.contains("_config.") ? "config.json" : "model.safetensors"
        #expect(clap.message().contains(words), "\(clap.message())")
        #expect(clap.message().contains(file) || !words.hasPrefix("'"), "\(clap.message())")
    }

    @Test(arguments: [
        ("depths", [2, 2]), ("depths", []), ("num_attention_heads", [2, 2, 5]),
        ("num_attention_heads", [2, 2]), ("patch_size", [2, 4]),
    ])
    func listsThatDoNotFitAreNamed(field: String, value: [Int]) throws {
        try clap.change("config.json", "audio_config", field, to: value)
        #expect(clap.message().contains("config.json"))
        // Other fields depend on the number of stages.
        let other = field == "depths" && !value.isEmpty ? "num_attention_heads" : field
        #expect(clap.message().contains("'audio_config.\(other)'"), "\(clap.message())")
    }

    @Test(arguments: [
        ("truncation", "fusion"), ("padding", "mirror"), ("feature_size", "9"),
        ("sampling_rate", "0"), ("max_length_s", "2"), ("fft_window_size", "255"),
        ("hop_length", "0"), ("frequency_max", "20"),
    ])
    func otherPreprocessingIsNamed(field: String, value: String) throws {
        try clap.change(
            "processor_config.json", "feature_extractor", field, to: Int(value) ?? value as Any)
        #expect(clap.message().contains("processor_config.json"), "\(clap.message())")
        #expect(clap.message().contains("'\(field)'"), "\(clap.message())")
    }

    @Test(arguments: [
        ("normalizer", #"{"type":"Lowercase"}"#, "'normalizer'"),
        (
            "pre_tokenizer", #"{"type":"ByteLevel","add_prefix_space":true}"#, "'pre_tokenizer'"
        ),
        ("post_processor", #"{"type":"Other","cls":["a",1],"sep":["b",2]}"#, "'post_processor'"),
        (
            "model", #"{"type":"BPE","end_of_word_suffix":"</w>","vocab":{},"merges":[]}"#,
            "'model.end_of_word_suffix'"
        ),
        (
            "added_tokens", #"[{"id":1,"content":"<x>","single_word":true}]"#, "'added_tokens.<x>'"
        ),
    ])
    func unknownPartOfTheTokenizerIsNamed(part: String, value: String, name: String) throws {
        try clap.expectTokenizerIsRefused(with: value, as: part, naming: name)
    }

    @Test func spaceBeforeTheTextIsRefused() throws {
        try clap.change("tokenizer_config.json") { $0["add_prefix_space"] = true }
        #expect(clap.message().contains("tokenizer_config.json"))
        #expect(clap.message().contains("'add_prefix_space'"))
    }

    /// Without the serialised tokenizer, `<mask>` takes no space.
    @Test func vocabularyAndMergesReplaceTokenizerFile() throws {
        let texts = try ReferenceTensors.texts("clap-tiny-texts.json").filter {
            !$0.contains("<mask>")
        }
        func ids() throws -> [[Int]] {
            let tokenizer = try RoBERTaTokenizer(directory: clap.path)
            return texts.map { tokenizer.encode($0, limit: 64) }
        }
        let expected = try ids()
        try clap.splitTokenizer()
        #expect(try ids() == expected)
        let tokenizer = try RoBERTaTokenizer(directory: clap.path)
        #expect(tokenizer.encode(" <mask>", limit: 9).count == 4)
        try clap.write(Data("#version: 0.2\na b c\n".utf8), to: "merges.txt")
        #expect(clap.message().contains("merges.txt is damaged: line 2"))
    }
}
