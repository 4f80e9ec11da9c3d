/// What a thread did when, in bins of time: as many for a run of a night as for one of a minute.
public struct StageTimeline: Sendable, Equatable {
    /// Bins, at most; an even number.
    static let capacity = 360

    /// Of a bin; twice as long whenever the time needs more than `capacity` bins.
    public private(set) var width = Duration.milliseconds(1)
    /// From the run's beginning on.
    public private(set) var bins: [StageTimes] = []

    public init() {}

    /// - Parameters:
    ///   - begin: from the run's beginning, not negative.
    ///   - end: no less than `begin`.
    mutating func add(_ stage: Stage, from begin: Duration, to end: Duration) {
        while end > width * Self.capacity { widen() }
        var begin = begin
        while begin < end {
            let bin = Int(begin / width)
            let next = min(end, width * (bin + 1))
            // Rounding may leave the beginning where it is.
            guard next > begin else { return }
            while bins.count <= bin { bins.append(StageTimes()) }
            bins[bin].add(next - begin, to: stage)
            begin = next
        }
    }

    /// The same in bins of another's width.
    func widened(to other: Duration) -> StageTimeline {
        var timeline = self
        while timeline.width < other { timeline.widen() }
        return timeline
    }

    private mutating func widen() {
        width *= 2
        bins = stride(from: 0, to: bins.count, by: 2).map { first in
            var bin = bins[first]
            if first + 1 < bins.count { bin.add(bins[first + 1]) }
            return bin
        }
    }
}
