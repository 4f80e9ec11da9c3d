/// How long stages took.
public struct StageTimes: Sendable, Equatable {
    private var times: [Stage: Duration] = [:]

    public init() {}

    /// Zero for a stage that was never entered.
    public subscript(stage: Stage) -> Duration { times[stage, default: .zero] }

    public var total: Duration { times.values.reduce(.zero, +) }

    mutating func add(_ time: Duration, to stage: Stage) {
        times[stage, default: .zero] += time
    }

    mutating func add(_ others: StageTimes) {
        times.merge(others.times, uniquingKeysWith: +)
    }
}
