/// Why a rerank command's answer does not count.
public enum ExternalStageError: Error, Equatable, CustomStringConvertible {
    case noCommand
    case notStarted(command: String, reason: String)
    case timedOut(command: String, seconds: Double)
    /// The exit status, or 128 and the number of the signal that ended it.
    case failed(command: String, status: Int32)
    case badAnswer(detail: String)

    public var description: String {
        switch self {
        case .noCommand:
            "the rerank command is empty: give a program, and its arguments after it"
        case .notStarted(let command, let reason):
            "the rerank command '\(command)' can't be started: \(reason)"
        case .timedOut(let command, let seconds):
            "the rerank command '\(command)' gave no answer within \(seconds) s: "
                + "--rerank-seconds allows more"
        case .failed(let command, let status):
            "the rerank command '\(command)' failed with status \(status)"
        case .badAnswer(let detail): "the rerank command's answer makes no sense: \(detail)"
        }
    }
}
