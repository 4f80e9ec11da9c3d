import Catalog
import Foundation
import MediaTypes

/// What happens during a run, one file at a time.
public enum IndexEvent: Sendable, Equatable {
    /// A candidate was found; one of the following comes for it, unless the run is interrupted.
    case found(path: String)
    /// It was indexed before and is still the same.
    case unchanged(path: String)
    /// It failed before and is still the same, so it was not tried again.
    case stillQuarantined(path: String)
    /// It shows the same content as another file.
    case linked(path: String)
    /// It is recorded, or was before, but the space has no encoder for anything in it.
    case unencodable(path: String, type: MediaType)
    case indexed(path: String, type: MediaType, segments: Int)
    /// It can't be read, or only in part.
    case quarantined(path: String, stage: FailureStage, reason: String)
    /// A folder that can't be read, or a file that changed or vanished under way.
    case problem(path: String, reason: String)
    /// It is still being written, and left for later.
    case deferred(path: String)
    /// All candidates are found; of them so many files and bytes are to be indexed.
    case walked(left: Int, bytes: Int64)
    /// Comes a few times a second.
    case progress(RunProgress)
    /// The run waits for its window to open.
    case paused(until: Date?)
}

/// Follows a run.
public protocol IndexObserver: Sendable {
    /// Called from the run's own threads, several at once; returns quickly.
    func observe(_ event: IndexEvent)
}
