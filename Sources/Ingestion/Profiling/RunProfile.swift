import MediaTypes

/// Where a run's time went.
public struct RunProfile: Sendable, Equatable {
    public let elapsed: Duration
    public let threads: [ThreadProfile]
    public let processor: ProcessorTime
    public let batches: [Modality: BatchCounts]

    public func threads(_ role: ThreadProfile.Role) -> [ThreadProfile] {
        threads.filter { $0.role == role }
    }

    /// Of the clock, summed over the threads of a role.
    public func times(_ role: ThreadProfile.Role) -> StageTimes {
        threads(role).reduce(into: StageTimes()) { $0.add($1.times) }
    }

    /// Of the processor, summed over all threads, that of decoding processes under `decoding`; what
    /// other threads took is `other`.
    public var processorTimes: StageTimes {
        var times = threads.reduce(into: StageTimes()) { $0.add($1.processor) }
        times.add(processor.decoding, to: .decoding)
        let rest = processor.total - times.total
        if rest > .zero { times.add(rest, to: .other) }
        return times
    }
}
