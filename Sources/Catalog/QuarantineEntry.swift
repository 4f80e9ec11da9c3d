import Foundation

/// Where in the pipeline a file failed.
public enum FailureStage: String, Sendable, Hashable, CaseIterable, Codable {
    /// Its bytes could not be read.
    case read
    /// Its content is of no known kind.
    case inspect
    /// Its content is damaged, or coded in an unknown way.
    case decode
    /// An encoder refused it.
    case encode
}

/// A file that could not be indexed.
public struct QuarantineEntry: Sendable, Equatable {
    public let path: String
    public let stage: FailureStage
    public let reason: String
    /// How often this very file failed.
    public let attempts: Int
    public let firstFailed: Date
    public let lastFailed: Date
    /// The file as it was when it last failed.
    public let fingerprint: FileFingerprint
}
