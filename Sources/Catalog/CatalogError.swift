import GRDB

/// Why a library can't be used.
public enum CatalogError: Error, Equatable, CustomStringConvertible {
    /// There is nothing to search yet.
    case noLibrary(folder: String)
    /// The folder holds another program's `catalog.sqlite`.
    case notALibrary(file: String)
    /// A newer Trove made it.
    case schemaTooNew(file: String)
    /// An older Trove made it, and it was opened for reading only.
    case schemaTooOld(file: String)
    case corrupt(file: String, detail: String)
    /// Another process writes to it; `holder` tells which where that is known.
    case libraryLocked(folder: String, holder: LockHolder?)
    /// The operating system refused: rights, no space left, a broken disk.
    case storage(file: String, detail: String)
    /// A space changed its dimension or preprocessing without changing its identity.
    case spaceConflict(identity: String, detail: String)

    public var description: String {
        switch self {
        case .noLibrary(let folder):
            "no library in \(folder): run `trove index` first, or name another with --library"
        case .notALibrary(let file):
            "\(file) was not made by Trove: name another folder with --library"
        case .schemaTooNew(let file):
            "\(file) was made by a newer Trove: update this program"
        case .schemaTooOld(let file):
            "\(file) was made by an older Trove: run `trove index` once to bring it up to date"
        case .corrupt(let file, let detail):
            "\(file) is damaged (\(detail)): restore it from a backup, or delete the library and index again"
        case .libraryLocked(let folder, let holder):
            "the library \(folder) is being written by another run"
                + (holder.map { " (\($0))" } ?? "") + ": wait until it is done"
        case .storage(let file, let detail):
            "can't use \(file): \(detail)"
        case .spaceConflict(let identity, let detail):
            "the space \(identity) is already in this library, but \(detail): import it again"
        }
    }
}

extension CatalogError {
    /// The same failure in the catalog's words; errors of other kinds pass through.
    static func translating(_ error: any Error, file: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let detail = error.message ?? "SQLite error \(error.extendedResultCode.rawValue)"
        switch error.resultCode {
        case .SQLITE_NOTADB: return CatalogError.notALibrary(file: file)
        case .SQLITE_CORRUPT: return CatalogError.corrupt(file: file, detail: detail)
        default: return CatalogError.storage(file: file, detail: detail)
        }
    }
}
