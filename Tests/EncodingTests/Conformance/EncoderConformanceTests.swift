import Encoding
import Foundation
import MediaTypes
import Synchronization
import Testing

/// What every encoder of a space owes its callers, whatever it is given.
@Suite struct EncoderConformanceTests {
    @Test func theStarterSpaceHasAllEncoders() throws {
        let space = try StarterSpace.load()
        #expect(space.image is EfficientNetLiteEncoder)
        #expect(space.audio is SoundEffectsEncoder)
        #expect(space.text is SentenceEncoder)
        #expect(space.dimension == 384)
    }

    @Test(arguments: Modality.allCases)
    func everyInputHasAnEmbeddingOfLengthOne(_ modality: Modality) throws {
        let subject = try EncoderSubject.of(modality)
        let dimension = try StarterSpace.load().dimension
        for place in subject.names.indices {
            let embedding = try #require(subject.embeddings([place]).first)
            #expect(embedding.dimension == dimension, "\(subject.names[place])")
            let length = embedding.values.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
            #expect(abs(length - 1) < 1e-5, "\(subject.names[place])")
        }
    }

    /// In any company and order an input has the same embedding, to the last bit.
    @Test(arguments: Modality.allCases)
    func aBatchEqualsOneByOne(_ modality: Modality) throws {
        let subject = try EncoderSubject.of(modality)
        let places = Array(subject.names.indices)
        let alone = try places.flatMap { try subject.embeddings([$0]) }
        #expect(try subject.embeddings(places) == alone)
        #expect(try subject.embeddings(places.reversed()) == alone.reversed())
        #expect(try subject.embeddings([]).isEmpty)
        #expect(alone[0] != alone[1], "the encoder looks at what it is given")
    }

    @Test(arguments: Modality.allCases)
    func severalThreadsGetTheSame(_ modality: Modality) throws {
        let subject = try EncoderSubject.of(modality)
        let places = Array(subject.names.indices)
        let expected = try subject.embeddings(places)
        let agreements = Mutex<[Result<Bool, any Error>]>([])
        let group = DispatchGroup()
        for turn in 0..<4 {
            group.enter()
            Thread {
                // Each thread begins elsewhere, so that different inputs meet.
                let agreement = Result {
                    try subject.embeddings(Array(places[turn...] + places[..<turn]))
                        == Array(expected[turn...] + expected[..<turn])
                }
                agreements.withLock { $0.append(agreement) }
                group.leave()
            }.start()
        }
        group.wait()
        let results = agreements.withLock { $0 }
        #expect(results.count == 4)
        for result in results { #expect(try result.get()) }
    }

    @Test func soundOfAnotherRateIsRefused() throws {
        let encoder = try #require(try StarterSpace.load().audio)
        #expect(throws: EncodingError.wrongSampleRate(expected: 44_100, found: 48_000)) {
            try encoder.prepare(AudioBuffer(sampleRate: 48_000, samples: [0, 0]))
        }
    }
}
