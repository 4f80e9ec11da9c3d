import Foundation

/// How an execution of indexing ended.
public enum RunOutcome: String, Sendable, Hashable, CaseIterable, Codable {
    /// It has not ended yet.
    case running
    /// Every file is indexed.
    case completed
    /// Done, but some files are in the quarantine.
    case partial
    /// Stopped by its owner; the next run continues.
    case interrupted
    /// Stopped by an error that concerns the whole run.
    case failed
    /// It vanished without a word (power, kill -9); the next run continued.
    case killed
}

/// What a run did.
public struct RunCounts: Sendable, Equatable {
    public var filesSeen = 0
    public var filesIndexed = 0
    public var filesUnchanged = 0
    public var filesQuarantined = 0
    public var segmentsAdded = 0

    public init() {}
}

/// What a run is for.
public enum RunKind: String, Sendable, Hashable, CaseIterable, Codable {
    /// It brings the library up to date with files.
    case index
    /// It encodes what is in the library in another space.
    case migration
}

/// One execution of indexing.
public struct RunRecord: Sendable, Equatable {
    public let id: RunID
    public let kind: RunKind
    public let space: SpaceID
    /// Absolute paths.
    public let roots: [String]
    public let started: Date
    public let finished: Date?
    public let outcome: RunOutcome
    public let counts: RunCounts
    /// The job's name; nil for a run without one.
    public let job: String?
    /// Of this machine; nil for runs of older versions.
    public let process: Int32?
    /// What the run last told of its progress, while it is running or when it was killed; JSON.
    public let progress: Data?
    /// What the run told at its end; JSON.
    public let report: Data?
}
