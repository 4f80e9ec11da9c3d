/// Why a run can't begin.
public enum IndexingError: Error, Equatable, CustomStringConvertible {
    case missing(path: String)
    case unreadable(path: String, reason: String)
    /// A pipe, socket or device.
    case notAFile(path: String)
    case noRoots

    public var description: String {
        switch self {
        case .missing(let path): "\(path): no such file or folder"
        case .unreadable(let path, let reason): "\(path): can't be read: \(reason)"
        case .notAFile(let path): "\(path): neither a file nor a folder"
        case .noRoots: "nothing to index: name a file or folder"
        }
    }
}
