import MediaTypes
import Testing

@testable import Encoding

/// Token ids, every layer and the embeddings of BERT against `transformers`.
@Suite struct BERTReferenceTests {
    private func compare(_ model: BERTModel, texts: [String], with reference: ReferenceTensors)
        throws
    {
        for (number, text) in texts.enumerated() {
            let ids = model.tokens(of: text)
            #expect(ids == (try reference.values("\(number).ids").map { Int($0) }), "\(text)")

            let embedding = try #require(Embedding(normalizing: model.features(of: text)))
            expectAgreement(
                embedding.values, try reference.values("\(number).embedding"),
                "embedding of text \(number)")

            guard reference.names.contains("\(number).hidden0") else { continue }
            let states = try model.hiddenStates(of: ids)
            #expect(!reference.names.contains("\(number).hidden\(states.count)"))
            for (layer, state) in states.enumerated() {
                expectAgreement(
                    state, try reference.values("\(number).hidden\(layer)"),
                    "layer \(layer) of text \(number)")
            }
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
