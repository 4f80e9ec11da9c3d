import Catalog
import MediaTypes

/// What a run did, as the catalog keeps it.
public struct RunReport: Sendable, Hashable, Codable {
    /// Files whose content was not known.
    public let new: Int
    public let changed: Int
    public let moved: Int
    public let copied: Int
    public let gone: Int
    /// Files that failed in this run.
    public let failed: Int
    /// Files that failed before and have not changed since.
    public let stillQuarantined: Int
    public let unchanged: Int
    /// Paths that were passed by.
    public let problems: Int
    /// Files that are still being written.
    public let deferred: Int
    /// By type of file.
    public let left: [String: PendingCounts]
    public let segments: Int
    /// Seconds, summed over threads, by stage.
    public let times: [String: Double]
    /// From beginning to end.
    public let seconds: Double
    /// The window closed before everything was done.
    public let stoppedByWindow: Bool

    public init(_ summary: IndexSummary) {
        new = summary.indexed - summary.changed
        changed = summary.changed
        moved = summary.moved
        copied = summary.linked - summary.moved
        gone = summary.gone
        failed = summary.quarantined.count
        stillQuarantined = summary.stillQuarantined
        unchanged = summary.unchanged
        problems = summary.problems.count
        deferred = summary.deferred.count
        left = summary.left.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
        segments = summary.segmentsAdded
        times = Stage.working.reduce(into: [:]) {
            $0[$1.rawValue] = summary.times[$1] / .seconds(1)
        }
        seconds = summary.elapsed / .seconds(1)
        stoppedByWindow = summary.wasStoppedByWindow
    }
}
