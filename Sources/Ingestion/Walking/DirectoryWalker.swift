import Catalog
import MediaTypes

/// Finds the candidates under roots, in lexical order within every folder.
///
/// Hidden files and folders are skipped. Links are followed, and every folder is entered once, so
/// that links in a circle come to an end. What can't be read is reported and passed by.
struct DirectoryWalker {
    struct Candidate: Sendable {
        let path: String
        let fingerprint: FileFingerprint
        /// Asked for by name.
        let isExplicit: Bool
    }

    private struct Folder {
        let path: String
        var names: ArraySlice<String>
    }

    private enum Visit {
        case candidate(Candidate)
        case folder(Folder)
    }

    private var roots: ArraySlice<IndexRoot>
    private var folders: [Folder] = []
    private var visited: Set<FileStatus.Identity> = []
    private let report: (_ path: String, _ reason: String) -> Void

    /// - Parameters:
    ///   - skipping: a folder that is not entered, the library.
    ///   - report: called with every folder and file that can't be read.
    init(
        roots: [IndexRoot], skipping library: String,
        report: @escaping (_ path: String, _ reason: String) -> Void
    ) {
        self.roots = roots[...]
        self.report = report
        if let library = try? FileStatus(path: library) { visited.insert(library.identity) }
    }

    /// The next candidate; nil at the end.
    mutating func next() -> Candidate? {
        while true {
            guard let (path, isRoot) = nextPath() else { return nil }
            switch visit(path, isRoot: isRoot) {
            case .candidate(let candidate): return candidate
            case .folder(let folder): folders.append(folder)
            case nil: continue
            }
        }
    }

    private mutating func nextPath() -> (path: String, isRoot: Bool)? {
        while let last = folders.indices.last {
            if let name = folders[last].names.popFirst() {
                let folder = folders[last].path
                return ((folder == "/" ? "" : folder) + "/" + name, false)
            }
            folders.removeLast()
        }
        return roots.popFirst().map { ($0.path, true) }
    }

    private mutating func visit(_ path: String, isRoot: Bool) -> Visit? {
        do throws(SystemError) {
            let status = try FileStatus(path: path)
            switch status.kind {
            case .file where isRoot || MediaFileNames.isCandidate(path):
                return .candidate(
                    Candidate(path: path, fingerprint: status.fingerprint, isExplicit: isRoot))
            case .folder where visited.insert(status.identity).inserted:
                let listing = try DirectoryListing(path: path)
                if listing.unreadableNames > 0 {
                    report(path, "holds \(listing.unreadableNames) names that are not UTF-8")
                }
                return .folder(Folder(path: path, names: listing.names[...]))
            default:
                return nil
            }
        } catch {
            // A link to nowhere, or gone since its folder was listed.
            if !error.isAbsence { report(path, error.description) }
            return nil
        }
    }
}
