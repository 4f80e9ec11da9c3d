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

    /// Whether there is nothing to hear: a root mean square below -80 dB of full scale, which is
    /// about three steps of a 16-bit sample.
    ///
    /// Networks make the same vector of all such sound, near to much that it has nothing to do with.
    public var isSilent: Bool {
        let energy = samples.reduce(0.0) { $0 + Double($1) * Double($1) }
        return energy < Self.silence * Self.silence * Double(samples.count) || samples.isEmpty
    }

    private static let silence = 1e-4
}
