/// Where one thread of a run spent its time.
public struct ThreadProfile: Sendable, Equatable {
    /// What the thread is there for.
    public enum Role: String, Sendable, Hashable, CaseIterable {
        /// Finds files and hands them on.
        case feed
        /// Decodes and encodes; there are as many as were asked for.
        case work
        /// Writes to the catalog.
        case commit
    }

    public let role: Role
    /// Of the clock.
    public internal(set) var times = StageTimes()
    /// Of the processor, by this thread alone.
    public internal(set) var processor = StageTimes()
    public internal(set) var timeline = StageTimeline()

    init(role: Role) {
        self.role = role
    }
}
