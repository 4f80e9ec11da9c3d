import Foundation
import MediaTypes
import Testing

@testable import Encoding

/// A folder of EmbeddingGemma 2 as a space: what it gives, what may be chosen, what is refused.
@Suite struct EmbeddingGemmaFolderTests {
    private let folder: TinyModel

    init() throws { folder = try TinyModel("embedding-gemma") }

    private func text(_ text: String = "a dog") throws -> Embedding {
        let space = try Space(directory: folder.path, modalities: [.text])
        return try #require(space.text?.encode([text]).first)
    }

    private let picture = ReferenceInputs.picture(0, width: 90, height: 50)

    @Test func aPlainFolderIsASpace() throws {
        let space = try Space(directory: folder.path)
        #expect(space.dimension == 144)
        let image = try #require(space.image)
        let audio = try #require(space.audio)
        #expect(audio.sampleRate == 16_000)
        let sound = AudioBuffer(
            sampleRate: 16_000, samples: ReferenceInputs.sound(samples: 8000))
        let embeddings = [
            try image.encode([image.prepare(picture)])[0],
            try audio.encode([audio.prepare(sound)])[0], try text(),
        ]
        for embedding in embeddings { #expect(embedding.dimension == 144) }
        #expect(throws: EncodingError.wrongSampleRate(expected: 16_000, found: 8000)) {
            try audio.prepare(AudioBuffer(sampleRate: 8000, samples: [0]))
        }
    }

    @Test func picturesAndSoundsOfAnyShapeAreEncoded() throws {
        let space = try Space(directory: folder.path)
        let image = try #require(space.image)
        for (width, height) in [(1, 1), (3000, 1), (1, 3000), (31, 33)] {
            let picture = ReferenceInputs.picture(1, width: width, height: height)
            let input = try image.prepare(picture)
            #expect(input.shape[0] * input.shape[1] <= 280)
            #expect(try image.encode([input]).count == 1)
        }
        let audio = try #require(space.audio)
        let sounds: [[Float]] = [
            [0], [.nan, .infinity, -.infinity, .greatestFiniteMagnitude],
            [Float](repeating: 0, count: 8000), ReferenceInputs.sound(samples: 161),
        ]
        let inputs = try sounds.map {
            try audio.prepare(AudioBuffer(sampleRate: 16_000, samples: $0))
        }
        let alone = try inputs.flatMap { try audio.encode([$0]) }
        #expect(try audio.encode(inputs.reversed()) == alone.reversed())
    }

    /// The reference takes the first half minute alone.
    @Test func longSoundIsHeardToTheEnd() throws {
        let audio = try #require(
            try Space(directory: folder.path, modalities: [.audio]).audio)
        func input(_ count: Int) throws -> PreparedInput {
            try audio.prepare(
                AudioBuffer(sampleRate: 16_000, samples: ReferenceInputs.sound(samples: count)))
        }
        #expect(try input(480_000).shape == [1, 2999, 16])
        let long = try input(960_001)
        #expect(long.shape == [3, 2999, 16])
        #expect(try audio.encode([long]).count == 1)
    }

    @Test func embeddingsAreCutWhenAskedFor() throws {
        let store = SpaceStore(directory: folder.path + "/spaces")
        let importer = SpaceImporter(store: store)
        let manifest = try importer.importFolder(
            folder.path, name: "short", settings: SpaceSettings(dimension: 128))
        #expect(manifest.dimension == 128)
        let space = try store.load("short")
        let whole = try text()
        let cut = try #require(space.text?.encode(["a dog"]).first)
        let prefix = try #require(Embedding(normalizing: Array(whole.values.prefix(128))))
        expectAgreement(cut.values, prefix.values, "cut embedding", within: 1e-6)
        let image = try #require(space.image)
        #expect(try image.encode([image.prepare(picture)])[0].dimension == 128)
        let plain = try SpaceManifest(directory: folder.path).identity
        #expect(manifest.identity != plain)
        let same = try importer.importFolder(
            folder.path, name: "whole", settings: SpaceSettings(dimension: 144, imageTokens: 70))
        #expect(same.identity == plain)
        #expect(throws: EncodingError.self) {
            try importer.importFolder(
                folder.path, name: "other", settings: SpaceSettings(dimension: 100))
        }
        #expect(throws: EncodingError.self) {
            try importer.importFolder(
                TinyModel("clip").path, name: "other", settings: SpaceSettings(dimension: 128))
        }
        #expect(store.names() == ["short", "whole"])
    }

    @Test func picturesGetAsManyTokensAsChosen() throws {
        try folder.change("config.json", "vision_config", "position_embedding_size", to: 280)
        try folder.write(
            folder.tensors().map { tensor in
                guard tensor.name.hasSuffix("position_embedding_table") else { return tensor }
                let half = tensor.values.count / 2
                let parts = [tensor.values.prefix(half), tensor.values.suffix(half)]
                return .init(
                    name: tensor.name, shape: [2, 280, tensor.shape[2]],
                    values: parts.flatMap { Array($0) + Array($0) })
            })
        let store = SpaceStore(directory: folder.path + "/spaces")
        let importer = SpaceImporter(store: store)
        let manifest = try importer.importFolder(
            folder.path, name: "finer", settings: SpaceSettings(imageTokens: 140))
        #expect(manifest.encoders["image"]?.maximumSoftTokens == 140)
        #expect(manifest.identity != (try SpaceManifest(directory: folder.path).identity))
        func patches(_ space: Space) throws -> Int {
            let shape = try #require(space.image).prepare(picture).shape
            return shape[0] * shape[1]
        }
        #expect(try patches(Space(directory: folder.path)) <= 280)
        #expect(try patches(store.load("finer")) > 280)
        #expect(throws: EncodingError.self) {
            try importer.importFolder(
                folder.path, name: "odd", settings: SpaceSettings(imageTokens: 100))
        }
    }

    @Test func queriesGetTheirPrompt() throws {
        let file = try GemmaTokenizerFile(path: folder.path + "/tokenizer.json")
        let model = try EmbeddingGemma(directory: folder.path, tokenizer: file)
        func tokens() throws -> [Int] {
            try EmbeddingGemmaTextModel(model: model, tokenizer: file, directory: folder.path)
                .tokens(of: "a dog")
        }
        let tokenizer = try GemmaTokenizer(file)
        func expected(_ prompt: String) -> [Int] {
            tokenizer.encode(prompt + "a dog", limit: 512)
        }
        let name = EmbeddingGemmaTextModel.promptFile
        #expect(try tokens() == expected("task: search result | query: "))
        try folder.change(name) { $0["prompts"] = ["query": "find ", "other": "x "] }
        #expect(try tokens() == expected("find "))
        try folder.change(name) { $0["prompts"] = ["other": "x "] }
        #expect(try tokens() == expected(""))
        try folder.change(name) { $0["default_prompt_name"] = "other" }
        #expect(try tokens() == expected("x "))
        let identity = try SpaceManifest(directory: folder.path).identity
        try folder.remove(name)
        #expect(try tokens() == expected("task: search result | query: "))
        #expect(try SpaceManifest(directory: folder.path).identity != identity)
    }

    /// The published file names layers with two digits, and says what is so anyway.
    @Test func thePublishedConfigurationIsRead() throws {
        let full = #"{"head_dim":512,"num_key_value_heads":1}"#
        let data = Data(
            """
            {"model_type":"embedding_gemma2","dtype":"bfloat16","eoa_token_index":258883,
             "text_config":{"hidden_size":512,"embedding_dim":768,"head_dim":256,
              "num_hidden_layers":24,"num_attention_heads":8,"num_key_value_heads":2,
              "per_layer_config":{"05":\(full),"11":\(full),"17":\(full),"23":\(full)},
              "rope_parameters":{
               "full_attention":{"rope_type":"default","rope_theta":1000000.0},
               "sliding_attention":{"rope_type":"default","rope_theta":10000.0}}},
             "vision_config":{"model_type":"gemma4_vision","global_head_dim":64,
              "default_output_length":280,"standardize":false,
              "rope_parameters":{"rope_type":"axial","rope_theta":100.0}},
             "audio_config":{"model_type":"gemma4_audio","attention_chunk_size":12,
              "attention_context_left":13,"attention_context_right":0}}
            """.utf8)
        let configuration = try JSONDecoder().decode(EmbeddingGemmaConfiguration.self, from: data)
        let layers = configuration.text.layers
        #expect(layers.map(\.headWidth) == (0..<24).map { $0 % 6 == 5 ? 512 : 256 })
        #expect(layers.map(\.keyHeads) == (0..<24).map { $0 % 6 == 5 ? 1 : 2 })
        #expect(layers.map(\.reach) == (0..<24).map { $0 % 6 == 5 ? nil : 512 })
        #expect(layers.allSatisfy { $0.heads == 8 })
        #expect(configuration.vision?.layerCount == 16 && configuration.audio?.layerCount == 12)
    }

    /// `transformers` drops a tower whose configuration is null.
    @Test(arguments: [("vision_config", Modality.image), ("audio_config", .audio)])
    func towersMayBeLeftOut(part: String, modality: Modality) throws {
        try folder.change("config.json") { $0[part] = NSNull() }
        let space = try Space(directory: folder.path)
        #expect((space.image == nil) == (modality == .image))
        #expect((space.audio == nil) == (modality == .audio))
        #expect(space.text != nil)
    }

    /// As a model has them that was never trained.
    @Test func boundsMayBeInfinite() throws {
        let name = "audio_tower.layers.0.self_attn.q_proj.output_min"
        func write(_ bound: Float) throws {
            try folder.write(
                folder.tensors().map {
                    $0.name == name ? .init(name: name, shape: [], values: [bound]) : $0
                })
        }
        try write(-.infinity)
        #expect(folder.message() == "loaded")
        let store = SpaceStore(directory: folder.path + "/spaces")
        let manifest = try SpaceImporter(store: store).importFolder(folder.path, name: "fresh")
        #expect(manifest.encoders.keys.sorted() == ["audio", "image", "text"])
        try write(1000)
        #expect(folder.message().contains("'\(name)' is above"), "\(folder.message())")
    }

    @Test(arguments: [
        ("text_config", "hidden_activation", "\"relu\""), ("text_config", "attention_bias", "true"),
        ("text_config", "layer_types", "[\"full_attention\"]"),
        ("text_config", "layer_types", "[\"a\", \"b\", \"c\"]"),
        ("text_config", "num_key_value_heads", "3"), ("text_config", "hidden_size", "0"),
        ("text_config", "head_dim", "7"), ("text_config", "num_kv_shared_layers", "1"),
        ("text_config", "use_bidirectional_attention", "\"vision\""),
        ("text_config", "rope_parameters", #"{"full_attention": {"rope_type": "yarn"}}"#),
        ("text_config", "per_layer_config", #"{"9": {"head_dim": 16}}"#),
        ("text_config", "per_layer_config", #"{"0": {"head_dim": 16}}"#),
        ("text_config", "rms_norm_eps", "-1"),
        ("vision_config", "hidden_activation", "\"gelu\""),
        ("vision_config", "rope_parameters", #"{"rope_type": "linear", "rope_theta": 100}"#),
        ("vision_config", "head_dim", "6"), ("vision_config", "num_key_value_heads", "3"),
        ("vision_config", "model_type", "\"siglip_vision_model\""),
        ("audio_config", "hidden_act", "\"relu\""),
        ("audio_config", "subsampling_conv_channels", "[16]"),
        ("audio_config", "attention_context_left", "1"),
        ("audio_config", "attention_logit_cap", "0"), ("audio_config", "num_attention_heads", "3"),
    ])
    func settingsOfOtherNetworksAreNamed(part: String, field: String, value: String) throws {
        let value = try JSONSerialization.jsonObject(
            with: Data(value.utf8), options: .fragmentsAllowed)
        try folder.change("config.json", part, field, to: value)
        #expect(folder.message().contains("config.json"), "\(folder.message())")
        #expect(folder.message().contains("'\(part).\(field)'"), "\(folder.message())")
    }

    /// The reference reads an override of any setting; other ones would make another network.
    @Test func strangeOverridesOfALayerAreNamed() throws {
        try folder.change(
            "config.json", "text_config", "per_layer_config",
            to: ["2": ["head_dim": 16, "intermediate_size": 4]])
        #expect(folder.message().contains("'text_config.per_layer_config"), "\(folder.message())")
        #expect(folder.message().contains("intermediate_size"), "\(folder.message())")
    }

    @Test(arguments: [
        ("image_processor", "do_resize", "false"), ("image_processor", "patch_size", "8"),
        ("image_processor", "pooling_kernel_size", "3"),
        ("image_processor", "max_soft_tokens", "71"),
        ("image_processor", "max_soft_tokens", "140"), ("image_processor", "resample", "0"),
        ("feature_extractor", "dither", "0.1"), ("feature_extractor", "preemphasis", "0.97"),
        ("feature_extractor", "feature_size", "80"), ("feature_extractor", "sampling_rate", "1"),
        ("feature_extractor", "mel_floor", "0"), ("feature_extractor", "per_bin_mean", "[1]"),
        ("feature_extractor", "hop_length_ms", "0"),
        ("feature_extractor", "max_frequency", "-1"),
    ])
    func settingsOfOtherPreprocessingAreNamed(part: String, field: String, value: String) throws {
        let value = try JSONSerialization.jsonObject(
            with: Data(value.utf8), options: .fragmentsAllowed)
        try folder.change("processor_config.json", part, field, to: value)
        #expect(folder.message().contains("processor_config.json"), "\(folder.message())")
        #expect(folder.message().contains("'\(field)'"), "\(folder.message())")
    }
}
