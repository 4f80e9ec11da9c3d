import Foundation

/// A file or folder that a run was asked to index, with its one true absolute path.
struct IndexRoot: Hashable {
    let path: String
    let isFolder: Bool

    /// Links in the path are resolved, so that two spellings of a folder are one; a file that is
    /// itself a link keeps its name.
    /// - Throws: `IndexingError.missing`, `.unreadable` or `.notAFile`.
    init(_ path: String) throws {
        let status: FileStatus
        do throws(SystemError) {
            status = try FileStatus(path: path)
        } catch {
            throw error.isAbsence
                ? IndexingError.missing(path: path)
                : IndexingError.unreadable(path: path, reason: error.description)
        }
        switch status.kind {
        case .folder:
            self.path = try Self.resolve(path)
            isFolder = true
            // Only to see whether it can be read at all.
            guard let directory = opendir(path) else {
                throw IndexingError.unreadable(
                    path: path, reason: SystemError(errno).description)
            }
            closedir(directory)
        case .file:
            let whole = path as NSString
            let folder = try Self.resolve(
                whole.deletingLastPathComponent.isEmpty ? "." : whole.deletingLastPathComponent)
            self.path = (folder == "/" ? "" : folder) + "/" + whole.lastPathComponent
            isFolder = false
        case .other:
            throw IndexingError.notAFile(path: path)
        }
    }

    private static func resolve(_ path: String) throws -> String {
        guard let resolved = realpath(path, nil) else {
            throw IndexingError.unreadable(path: path, reason: SystemError(errno).description)
        }
        defer { free(resolved) }
        guard let string = String(validatingCString: resolved) else {
            throw IndexingError.unreadable(path: path, reason: "its full name is not UTF-8")
        }
        return string
    }
}
