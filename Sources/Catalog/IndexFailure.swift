/// A file that could not be indexed, or only in part, and why.
public struct IndexFailure: Sendable, Equatable {
    public let path: String
    public let stage: FailureStage
    public let reason: String

    public init(path: String, stage: FailureStage, reason: String) {
        self.path = path
        self.stage = stage
        self.reason = reason
    }
}
