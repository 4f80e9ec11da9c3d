import Foundation
import Testing

@testable import Encoding

/// A network with small random weights, as the tests of damaged weights see it.
enum WeightsSubject: String, CaseIterable {
    case clip, siglip, clap
    case embeddingGemma = "embedding-gemma"
    /// The starter space's, which are no spaces by themselves.
    case bert, aisfx

    func folder() throws -> TinyModel {
        guard self == .aisfx else { return try TinyModel(rawValue) }
        return try TinyModel(file: "aisfx-tiny.safetensors")
    }

    /// Loads all of the network.
    func load(_ folder: TinyModel) throws {
        switch self {
        case .bert: _ = try BERTModel(directory: folder.path)
        case .aisfx: _ = try SoundEffectsNetwork(weights: folder.path + "/" + TinyModel.weights)
        default: _ = try Space(directory: folder.path)
        }
    }

    /// Tensors from all its parts: of each tower the embedding, a layer and what comes last.
    var tensors: [String] {
        switch self {
        case .clip:
            [
                "text_model.embeddings.position_embedding.weight",
                "text_model.encoder.layers.1.mlp.fc2.weight", "text_model.final_layer_norm.weight",
                "text_projection.weight", "vision_model.embeddings.class_embedding",
                "vision_model.encoder.layers.0.self_attn.k_proj.bias",
                "vision_model.pre_layrnorm.weight", "visual_projection.weight",
            ]
        case .siglip:
            [
                "text_model.embeddings.position_embedding.weight",
                "text_model.encoder.layers.1.layer_norm2.bias", "text_model.head.weight",
                "vision_model.embeddings.patch_embedding.weight",
                "vision_model.encoder.layers.0.self_attn.out_proj.weight",
                "vision_model.head.attention.in_proj_weight", "vision_model.head.probe",
            ]
        case .clap:
            [
                "text_model.embeddings.word_embeddings.weight",
                "text_model.pooler.dense.weight", "text_projection.linear1.weight",
                "audio_model.audio_encoder.batch_norm.running_var",
                "audio_model.audio_encoder.patch_embed.proj.weight",
                "audio_model.audio_encoder.layers.0.blocks.1.output.dense.weight",
                "audio_model.audio_encoder.layers.1.downsample.reduction.weight",
                "audio_projection.linear2.bias",
            ]
        case .embeddingGemma:
            [
                "language_model.norm.weight", "language_model.layers.1.layer_scalar",
                "vision_tower.std_bias", "embed_vision.embedding_projection.weight",
                "audio_tower.layers.0.lconv1d.linear_end.input_max",
                "audio_tower.output_proj.bias",
            ]
        case .bert:
            [
                "embeddings.word_embeddings.weight",
                "encoder.layer.1.attention.output.dense.weight",
                "encoder.layer.0.output.LayerNorm.bias",
            ]
        case .aisfx:
            [
                "embedding_net.conv_block1.conv1.weight",
                "embedding_net.conv_block3.bn2.running_var",
                "head.2.weight", "head.4.bias",
            ]
        }
    }
}
