import Catalog
import MediaTypes

/// What a run did.
public struct IndexSummary: Sendable, Equatable {
    /// A folder or file that was passed by.
    public struct Problem: Sendable, Equatable {
        public let path: String
        public let reason: String

        public init(path: String, reason: String) {
            self.path = path
            self.reason = reason
        }
    }

    /// Candidates that were found; with 0 there is no media.
    public var seen = 0
    /// Files that were decoded and encoded.
    public var indexed = 0
    public var unchanged = 0
    /// Files that the space has no encoder for, found by their names and captions alone.
    public var unencodable: [MediaType: Int] = [:]
    /// Of `indexed`, files that had another content before.
    public var changed = 0
    /// Files whose content was indexed already: moved, renamed or copied ones.
    public var linked = 0
    /// Of `linked`, files whose content is seen nowhere else (any more).
    public var moved = 0
    /// Paths that no longer exist, and assets that went with them.
    public var removed = RemovalCounts()
    /// Of the removed paths, those whose files were found elsewhere in this run.
    public var movedAway = 0
    /// Files that failed in this run.
    public var quarantined: [IndexFailure] = []
    /// Files that failed before and have not changed since.
    public var stillQuarantined = 0
    public var problems: [Problem] = []
    /// Files that are still being written.
    public var deferred: [String] = []
    public var segmentsAdded = 0
    /// Length of the recordings that were indexed.
    public var secondsOfSound = 0.0
    /// Length of the videos that were indexed.
    public var secondsOfVideo = 0.0
    /// From beginning to end.
    public var elapsed = Duration.zero
    /// Summed over threads.
    public var times = StageTimes()
    /// In a run that was to be profiled.
    public var profile: RunProfile?
    public var wasInterrupted = false
    /// The window closed before everything was done.
    public var wasStoppedByWindow = false
    /// What was found and is not done.
    public var left: [MediaType: PendingCounts] = [:]

    public init() {}

    /// Files that were found no more, neither at their paths nor elsewhere.
    public var gone: Int { removed.paths - movedAway }

    /// How the run is noted in the catalog.
    public var outcome: RunOutcome {
        if wasInterrupted || wasStoppedByWindow { return .interrupted }
        let isWhole =
            quarantined.isEmpty && stillQuarantined == 0 && problems.isEmpty && deferred.isEmpty
        return isWhole ? .completed : .partial
    }

    var counts: RunCounts {
        var counts = RunCounts()
        counts.filesSeen = seen
        counts.filesIndexed = indexed + linked
        counts.filesUnchanged = unchanged
        counts.filesQuarantined = quarantined.count + stillQuarantined
        counts.segmentsAdded = segmentsAdded
        return counts
    }
}
