/// Why an evaluation can't be made.
public enum EvaluationError: Error, Equatable, CustomStringConvertible {
    case unreadableFile(path: String)
    case malformedCSV(line: Int, reason: String)
    /// A query looks like the path of a picture or sound, and there is none.
    case missingFile(path: String)
    /// The file has a heading at most.
    case noQueries

    public var description: String {
        switch self {
        case .unreadableFile(let path):
            "can't read the queries in \(path)"
        case .malformedCSV(let line, let reason):
            "line \(line) of the queries: \(reason)"
        case .missingFile(let path):
            "\(path): no such file, though a query names it"
        case .noQueries:
            "the file has no queries: give lines of query,relevant_path[,start,end]"
        }
    }
}
