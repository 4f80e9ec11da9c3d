/// Why a run can't begin.
public enum IndexingError: Error, Equatable, CustomStringConvertible {
    case missing(path: String)
    case unreadable(path: String, reason: String)
    /// A pipe, socket or device.
    case notAFile(path: String)
    case noRoots
    /// The library's searches are answered in another space.
    case otherSpace(asked: String, current: String)
    /// Nothing was ever indexed.
    case nothingToMigrate(library: String)

    public var description: String {
        switch self {
        case .missing(let path), .unreadable(let path, _), .notAFile(let path): "\(path): \(reason)"
        case .noRoots: "nothing to index: name a file or folder"
        case .otherSpace, .nothingToMigrate: reason
        }
    }

    /// Without the path.
    var reason: String {
        switch self {
        case .missing: "no such file or folder"
        case .unreadable(_, let reason): "can't be read: \(reason)"
        case .notAFile: "neither a file nor a folder"
        case .noRoots: "nothing is named"
        case .otherSpace(let asked, let current) where asked == current:
            "the space '\(current)' is another one than when the library was indexed with it: run "
                + "'trove space migrate --to \(asked)' to encode the library anew"
        case .otherSpace(let asked, let current):
            "the library is indexed in the space '\(current)': leave --space out to go on in it, or "
                + "run 'trove space migrate --to \(asked)' to encode the library in '\(asked)'"
        case .nothingToMigrate(let library):
            "the library \(library) is empty: index something with 'trove index PATH'"
        }
    }
}
