/// A stretch of mono sound: samples nominally in -1…1 at a fixed rate.
public struct AudioBuffer: Sendable, Equatable {
    /// Samples a second.
    public let sampleRate: Int
    public let samples: [Float]

    public init(sampleRate: Int, samples: [Float]) {
        precondition(sampleRate > 0, "a sample rate is positive")
        self.sampleRate = sampleRate
        self.samples = samples
    }

    /// Length in seconds.
    public var duration: Double { Double(samples.count) / Double(sampleRate) }
}
