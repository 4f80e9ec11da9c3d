/// Why a run can't begin.
public enum IndexingError: Error, Equatable, CustomStringConvertible {
    case missing(path: String)
    case unreadable(path: String, reason: String)
    /// A pipe, socket or device.
    case notAFile(path: String)
    case noRoots

    public var description: String {
        switch self {
        case .missing(let path), .unreadable(let path, _), .notAFile(let path): "\(path): \(reason)"
        case .noRoots: "nothing to index: name a file or folder"
        }
    }

    /// Without the path.
    var reason: String {
        switch self {
        case .missing: "no such file or folder"
        case .unreadable(_, let reason): "can't be read: \(reason)"
        case .notAFile: "neither a file nor a folder"
        case .noRoots: "nothing is named"
        }
    }
}
