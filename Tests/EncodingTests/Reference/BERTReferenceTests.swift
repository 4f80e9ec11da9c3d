import MediaTypes
import Testing

@testable import Encoding

/// Token ids, every layer and the embeddings of BERT against `transformers`.
@Suite struct BERTReferenceTests {
    private let comparison = ReferenceComparison(architecture: "bert", modality: .text)

    private func compare(_ model: BERTModel, texts: [String], with reference: ReferenceTensors)
        throws
    {
        for (number, text) in texts.enumerated() {
            let ids = model.tokens(of: text)
            comparison.expectTokens(ids, toBe: try reference.values("\(number).ids"), of: text)
            let embedding = try #require(Embedding(normalizing: model.features(of: text)))
            comparison.expect(
                .embedding, embedding.values, toBe: try reference.values("\(number).embedding"),
                "embedding of text \(number)")
            guard reference.names.contains("\(number).hidden0") else { continue }
            try comparison.expectLayers(
                model.hiddenStates(of: ids), of: "\(number)", toBeThoseIn: reference)
        }
    }

    @Test func aSmallModelAgrees() throws {
        try compare(
            BERTModel(directory: ReferenceTensors.path("bert-tiny")),
            texts: ReferenceTensors.texts("bert-tiny-texts.json"),
            with: ReferenceTensors("bert-tiny-reference.safetensors"))
    }

    @Test func theStarterSpaceAgrees() throws {
        try compare(
            BERTModel(directory: StarterSpace.weights(.text)),
            texts: ReferenceTensors.texts("minilm-texts.json"),
            with: ReferenceTensors("minilm.safetensors"))
    }
}
