import MediaTypes
import Testing

@Suite struct AudioBufferTests {
    private func buffer(_ samples: [Float]) -> AudioBuffer {
        AudioBuffer(sampleRate: 1000, samples: samples)
    }

    @Test func silenceIsBelow80DecibelsUnderFullScale() {
        #expect(buffer([Float](repeating: 0.99e-4, count: 5000)).isSilent)
        #expect(!buffer([Float](repeating: 1.01e-4, count: 5000)).isSilent)
        // The sign does not matter, and loud ones weigh more than quiet ones.
        #expect(
            !buffer([Float](repeating: -0.01, count: 1) + [Float](repeating: 0, count: 999))
                .isSilent)
        #expect(
            buffer([Float](repeating: -0.001, count: 1) + [Float](repeating: 0, count: 999))
                .isSilent)
    }

    @Test func nothingIsSilent() {
        #expect(buffer([]).isSilent)
        #expect(buffer([0]).isSilent)
    }
}
