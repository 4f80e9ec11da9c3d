/// Why a job file can't be used.
public struct JobError: Error, Equatable, CustomStringConvertible {
    public let file: String
    /// Counted from 1; nil where the file as a whole is meant.
    public let line: Int?
    /// As in `limits.threads`; nil where no key is meant.
    public let key: String?
    public let reason: String

    public var description: String {
        file + (line.map { ":\($0)" } ?? "") + ": " + (key.map { $0 + ": " } ?? "") + reason
    }
}
