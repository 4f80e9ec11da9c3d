import Foundation

/// How a run goes about its work.
public struct IndexOptions: Sendable {
    /// Outside of its window a run waits, or ends.
    public enum OutsideWindow: String, Sendable, Hashable, CaseIterable {
        case pause
        case stop
    }

    /// How many files are decoded and encoded at once, at least 1.
    public var threads: Int
    public var rules = WalkRules()
    public var order = IndexOrder()
    /// Seconds for which a file must have been left alone; until then it is taken for one that is
    /// still being written. 0 takes files as they are.
    public var settling: TimeInterval = 0
    /// Bytes; larger files are passed by. Nil is any size.
    public var largestFile: Int64?
    /// Seconds that what belongs to deleted files is kept for.
    public var grace: TimeInterval = 30 * 86_400
    /// Seconds from one window of sound to the next, 2.5 at most.
    public var soundHop = 1.25
    /// Whether large photos get embeddings of their quarters beside that of the whole.
    public var cropsPhotos = true
    /// When the run may work; nil is always.
    public var window: DailyWindow?
    public var outsideWindow = OutsideWindow.pause
    public var retry = RetryPolicy()
    /// A root that is not there is a problem of the run, and not its end, as long as another is.
    public var toleratesMissingRoots = false
    /// Whether the summary tells where the time went in full.
    public var isProfiled = false
    /// The job's name; nil for a run without one.
    public var job: String?

    public init(threads: Int = 1) {
        self.threads = threads
    }
}
