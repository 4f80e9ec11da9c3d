import Testing

@testable import SpaceBridging

@Suite struct BridgeCorpusTests {
    @Test func thousandsOfDistinctTextsComeWithTheProgram() throws {
        let texts = try BridgeCorpus.standard().texts
        #expect(texts.count >= 4000)
        #expect(Set(texts.map(\.text)).count == texts.count)
        #expect(Set(texts.map(\.subject)).count >= 150)
        #expect(try BridgeCorpus.standard().texts == texts)
        for text in texts {
            #expect(text.text.hasPrefix("a") || text.text.hasPrefix("the sound of a"))
            #expect(!text.text.contains("  ") && text.text.count < 120, "\(text.text)")
        }
        let all = texts.map(\.text)
        #expect(all.contains("a dog barking"))
        #expect(all.contains("the sound of a dog howling"))
        #expect(all.contains("a photo of a violin"))
    }

    @Test func equalTextsCountOnce() {
        let corpus = BridgeCorpus([
            .init("a dog", subject: 0), .init("a cat", subject: 1), .init("a dog", subject: 2),
        ])
        #expect(corpus.texts.map(\.subject) == [0, 1])
    }
}
