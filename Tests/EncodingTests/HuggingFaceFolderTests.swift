import Compute
import Encoding
import Foundation
import MediaTypes
import TestSupport
import Testing

@Suite struct HuggingFaceFolderTests {
    private let clip: TinyModel

    init() throws { clip = try TinyModel("clip") }

    private func text(_ text: String = "a dog") throws -> Embedding {
        let space = try Space(directory: clip.path, modalities: [.text])
        #expect(space.image == nil)
        return try #require(space.text?.encode([text]).first)
    }

    @Test func aPlainFolderIsASpace() throws {
        let store = SpaceStore(directory: "/nowhere")
        let space = try store.load(clip.path)
        #expect(space.name == "clip")
        #expect(space.dimension == 24)
        #expect(space.audio == nil)
        let image = try #require(space.image)
        let input = try image.prepare(ReferenceInputs.picture(0, width: 90, height: 50))
        #expect(input.shape == [3, 32, 32])
        #expect(try image.encode([input])[0].dimension == 24)
        #expect(try text().dimension == 24)
    }

    /// Pictures a pixel wide scale to thousands high, of which the middle alone is computed.
    @Test func pictureOfAnyShapeIsEncoded() throws {
        let image = try #require(try Space(directory: clip.path, modalities: [.image]).image)
        for (width, height) in [(1, 1), (3000, 1), (1, 3000), (31, 33)] {
            let picture = ReferenceInputs.picture(1, width: width, height: height)
            #expect(try image.encode([image.prepare(picture)]).count == 1)
        }
    }

    @Test func identityFollowsTheContent() throws {
        func identity() throws -> String { try SpaceManifest(directory: clip.path).identity }
        let first = try identity()
        #expect(first.hasPrefix("clip-"))
        try clip.write(Data("a note".utf8), to: "README.md")
        #expect(try identity() == first)
        let other = try TinyModel("clip")
        #expect(try SpaceManifest(directory: other.path).identity == first)
        try clip.change("preprocessor_config.json") { $0["resample"] = 2 }
        let second = try identity()
        #expect(second != first)
        var tensors = try clip.tensors()
        var values = tensors[5].values
        values[0] += 1
        tensors[5] = .init(name: tensors[5].name, shape: tensors[5].shape, values: values)
        try clip.write(tensors)
        #expect(try identity() != second)
    }

    @Test func shardsGiveTheSame() throws {
        let whole = try text()
        try clip.shard()
        #expect(try text() == whole)
        try clip.remove("model-00002-of-00002.safetensors")
        #expect(clip.message().contains("model-00002-of-00002.safetensors"))
    }

    /// Values that a half holds exactly are the same numbers, whatever type holds them.
    @Test(arguments: [TensorType.f16, .bf16]) func halvesGiveTheSame(type: TensorType) throws {
        func half(_ value: Float) -> UInt16 {
            type == .f16
                ? Float16(value).bitPattern : UInt16(truncatingIfNeeded: value.bitPattern >> 16)
        }
        func widened(_ half: UInt16) -> Float {
            type == .f16
                ? Float(Float16(bitPattern: half)) : Float(bitPattern: UInt32(half) << 16)
        }
        let tensors = try clip.tensors().sorted { $0.name < $1.name }
        try clip.write(
            tensors.map {
                .init(name: $0.name, shape: $0.shape, values: $0.values.map { widened(half($0)) })
            })
        let expected = try text()
        var header: [String: Any] = [:]
        var body = Data()
        for tensor in tensors {
            let begin = body.count
            for value in tensor.values.map(half) {
                withUnsafeBytes(of: value.littleEndian) { body.append(contentsOf: $0) }
            }
            header[tensor.name] = [
                "dtype": type.rawValue, "shape": tensor.shape, "data_offsets": [begin, body.count],
            ]
        }
        let json = try JSONSerialization.data(withJSONObject: header)
        let length = withUnsafeBytes(of: UInt64(json.count).littleEndian) { Data($0) }
        try clip.write(length + json + body, to: TinyModel.weights)
        #expect(try text() == expected)
    }

    @Test func lyingIndexOfShardsIsRefused() throws {
        try clip.shard {
            $0["text_projection.weight"] = "model-00001-of-00002.safetensors"
        }
        #expect(clip.message().contains("'text_projection.weight'"))
        let second = try TinyModel("clip")
        try second.shard { $0["logit_scale"] = "../model.safetensors" }
        #expect(throws: EncodingError.self) { try Space(directory: second.path) }
        let third = try TinyModel("clip")
        try third.shard { $0["logit_scale"] = nil }
        #expect(throws: EncodingError.self) { try Space(directory: third.path) }
    }

    @Test func vocabularyAndMergesReplaceTokenizerFile() throws {
        let texts = try ReferenceTensors.texts("clip-tiny-texts.json")
        let expected = try texts.map {
            try CLIPTokenizer(directory: clip.path).encode($0, limit: 77)
        }
        try clip.splitTokenizer()
        let tokenizer = try CLIPTokenizer(directory: clip.path)
        #expect(texts.map { tokenizer.encode($0, limit: 77) } == expected)
        try clip.write(Data("#version: 0.2\na b c\n".utf8), to: "merges.txt")
        #expect(clip.message().contains("merges.txt is damaged: line 2"))
    }

    @Test(arguments: [
        ("normalizer", #"{"type":"NFKC"}"#, "'normalizer'"),
        ("pre_tokenizer", #"{"type":"Whitespace"}"#, "'pre_tokenizer'"),
        (
            "post_processor", #"{"type":"BertProcessing","cls":["a",1],"sep":["b",2]}"#,
            "'post_processor'"
        ),
        ("model", #"{"type":"Unigram","unk_token":"a","vocab":{},"merges":[]}"#, "'model.type'"),
        (
            "added_tokens", #"[{"id":1,"content":"<x>","single_word":true}]"#, "'added_tokens.<x>'"
        ),
    ])
    func unknownPartOfTheTokenizerIsNamed(part: String, value: String, name: String) throws {
        try clip.expectTokenizerIsRefused(with: value, as: part, naming: name)
    }

    /// Files of before `transformers` 4.31 name a wrong end; texts end with the largest id.
    @Test func olderEndTokenIsTheLargest() throws {
        let expected = try text()
        try clip.change("config.json", "text_config", "eos_token_id", to: 2)
        #expect(try text() == expected)
    }

    @Test(arguments: [
        ("text_config", "eos_token_id", 7, "'text_config.eos_token_id'"),
        ("text_config", "num_attention_heads", 5, "'text_config.num_attention_heads'"),
        ("text_config", "hidden_size", 1 << 62, "'text_config.hidden_size'"),
        ("vision_config", "patch_size", 0, "'vision_config.patch_size'"),
        ("vision_config", "num_channels", 4, "'vision_config.num_channels'"),
        ("vision_config", "num_hidden_layers", 1, "'vision_model.encoder.layers.1."),
        ("vision_config", "num_hidden_layers", 3, "'vision_model.encoder.layers.2."),
        ("vision_config", "image_size", 64, "position_embedding"),
    ])
    func configurationThatDoesNotFitIsNamed(
        tower: String, field: String, value: Int, words: String
    ) throws {
        try clip.change("config.json", tower, field, to: value)
        #expect(clip.message().contains(words), "\(clip.message())")
    }

    @Test func unknownActivationAndArchitectureAreNamed() throws {
        try clip.change("config.json", "text_config", "hidden_act", to: "tanh")
        #expect(clip.message().contains("'text_config.hidden_act'"))
        try clip.change("config.json") { $0["model_type"] = "perceptron" }
        #expect(clip.message().contains("'perceptron'"))
    }

    @Test(arguments: ["do_resize", "do_center_crop", "do_normalize"])
    func missingStepOfPreprocessingIsNamed(field: String) throws {
        try clip.change("preprocessor_config.json") { $0[field] = false }
        #expect(clip.message().contains("'\(field)'"))
    }

    /// As OpenCLIP's models were exported for `transformers` 4: the places of tokens among the
    /// weights, sizes as plain numbers, rescaling not spoken of, a wrong end token.
    @Test func anOpenCLIPExportGivesTheSame() throws {
        func embeddings() throws -> [Embedding] {
            let image = try #require(try Space(directory: clip.path, modalities: [.image]).image)
            let picture = ReferenceInputs.picture(0, width: 90, height: 50)
            return try image.encode([image.prepare(picture)]) + [text()]
        }
        let expected = try embeddings()
        let names = ["text_model", "vision_model"].map { $0 + ".embeddings.position_ids" }
        try clip.write(
            clip.tensors()
                + names.map { .init(name: $0, shape: [1, 2], values: [0, 0]) })
        try clip.changeHeader { header in
            for name in names {
                var entry = try #require(header[name] as? [String: Any])
                entry["dtype"] = "I64"
                entry["shape"] = [1, 1]
                header[name] = entry
            }
        }
        try clip.change("preprocessor_config.json") { file in
            file = [
                "crop_size": 32, "do_center_crop": true, "do_normalize": true, "do_resize": true,
                "feature_extractor_type": "CLIPFeatureExtractor",
                "image_mean": try #require(file["image_mean"]),
                "image_std": try #require(file["image_std"]), "resample": 3, "size": 32,
            ]
        }
        try clip.change("config.json") { $0["text_config_dict"] = NSNull() }
        try clip.change("config.json", "text_config", "eos_token_id", to: 2)
        #expect(try embeddings() == expected)
        let store = SpaceStore(directory: clip.path + "/spaces")
        _ = try SpaceImporter(store: store).importFolder(clip.path, name: "open")
    }

    /// `transformers` 5 may keep the picture's part in a joint file, which goes first.
    @Test func jointPreprocessingFileIsRead() throws {
        let fields = try JSONSerialization.jsonObject(with: clip.read("preprocessor_config.json"))
        try clip.remove("preprocessor_config.json")
        try clip.write(
            JSONSerialization.data(withJSONObject: ["image_processor": fields]),
            to: "processor_config.json")
        #expect(clip.message() == "loaded")
        try clip.write(
            Data(#"{"processor_class": "CLIPProcessor"}"#.utf8), to: "processor_config.json")
        #expect(clip.message().contains("/preprocessor_config.json"))
    }

    @Test func weightsThatAreNoNumbersAreNamed() throws {
        for name in ["visual_projection.weight", "text_model.embeddings.token_embedding.weight"] {
            let clip = try TinyModel("clip")
            try clip.write(
                clip.tensors().map { tensor in
                    guard tensor.name == name else { return tensor }
                    return .init(
                        name: name, shape: tensor.shape,
                        values: [.nan] + tensor.values.dropFirst())
                })
            let store = SpaceStore(directory: clip.path + "/spaces")
            #expect(
                throws: EncodingError.notFinite(
                    tensor: name, path: clip.path + "/model.safetensors")
            ) { try SpaceImporter(store: store).importFolder(clip.path, name: "broken") }
            #expect(store.names() == [])
        }
    }

    @Test func importInstallsACopy() throws {
        let store = SpaceStore(directory: clip.path + "/spaces")
        let importer = SpaceImporter(store: store)
        let manifest = try importer.importFolder(clip.path, name: "mine")
        #expect(manifest.name == "mine")
        #expect(manifest.encoders.keys.sorted() == ["image", "text"])
        let plain = try SpaceManifest(directory: clip.path)
        #expect(manifest.identity == plain.identity)
        #expect(try store.manifest(of: "mine") == manifest)
        #expect(store.names() == ["mine"])
        let expected = try text()
        try clip.remove("model.safetensors")
        #expect(try store.load("mine", modalities: [.text]).text?.encode(["a dog"]) == [expected])
        for name in ["mine", "", ".hidden", "a/b"] {
            #expect(throws: EncodingError.self) {
                try importer.importFolder(clip.path, name: name)
            }
        }
    }
}
