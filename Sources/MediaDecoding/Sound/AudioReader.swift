import MediaTypes

/// Reads a recording, or a video's soundtrack, piece by piece as mono at a wanted sample rate.
///
///     let reader = try AudioReader(path: "/recordings/bark.ogg", sampleRate: 16_000)
///     while true {
///         let samples = try reader.read(upTo: 16_000)
///         if samples.isEmpty { break }
///     }
///
/// Samples are nominally in -1…1 and always finite: what is not finite in the file reads as 0.
/// Several channels become their mean. Memory does not depend on the file's length. A file that
/// claims more than it holds simply ends early. Use a reader from one thread at a time.
public final class AudioReader {
    /// Samples a second, as asked for.
    public let sampleRate: Int
    private let source: any MonoSource
    private var resampler: Resampler?
    private var ready: [Float] = []
    private var position = 0
    private var hasEnded = false

    /// Opens a file and decodes its first stretch, so that a file without sound is known at once.
    /// - Precondition: `sampleRate` is within 1,000…1,536,000.
    /// - Throws: `.noSound` for a readable file without a sample of sound, and what stands in the way
    ///   of reading others.
    public init(path: String, sampleRate: Int, limits: DecodingLimits = .standard)
        throws(MediaDecodingError)
    {
        precondition(plausibleSampleRates.contains(sampleRate), "a sample rate out of range")
        self.sampleRate = sampleRate
        let file = try MediaFile(path: path)
        if let source = try SndFileSource(file: file) {
            self.source = source
            try fill()
            if ready.isEmpty { throw .noSound }
        } else {
            let source = try LibAVAudioSource(file: file, limits: limits)
            self.source = source
            try fill()
            if ready.isEmpty { throw source.lastError ?? .noSound }
        }
    }

    /// The next `count` samples; fewer only where the sound ends, none after it.
    public func read(upTo count: Int) throws(MediaDecodingError) -> [Float] {
        var samples: [Float] = []
        while samples.count < count {
            if position == ready.count { try fill() }
            guard position < ready.count else { break }
            let end = min(ready.count, position + count - samples.count)
            samples.append(contentsOf: ready[position..<end])
            position = end
        }
        return samples
    }

    /// Puts the next non-empty stretch into `ready`, or leaves it empty at the end.
    private func fill() throws(MediaDecodingError) {
        ready = []
        position = 0
        while ready.isEmpty && !hasEnded {
            guard let buffer = try source.next() else {
                ready = try resampler?.finish() ?? []
                hasEnded = true
                break
            }
            ready = try resample(buffer)
        }
        for index in ready.indices where !ready[index].isFinite { ready[index] = 0 }
    }

    private func resample(_ buffer: AudioBuffer) throws(MediaDecodingError) -> [Float] {
        if let resampler, resampler.sourceRate == buffer.sampleRate {
            return try resampler.resample(finite(buffer.samples))
        }
        let tail = try resampler?.finish() ?? []
        guard buffer.sampleRate != sampleRate else {
            resampler = nil
            return tail + buffer.samples
        }
        let next = try Resampler(from: buffer.sampleRate, to: sampleRate)
        resampler = next
        return tail + (try next.resample(finite(buffer.samples)))
    }

    /// One sample that is not finite would spread over a filter's length.
    private func finite(_ samples: [Float]) -> [Float] {
        samples.allSatisfy(\.isFinite) ? samples : samples.map { $0.isFinite ? $0 : 0 }
    }
}
