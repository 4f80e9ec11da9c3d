import Catalog
import MediaTypes

/// Finds the candidates under roots, in lexical order within every folder.
///
/// Links are followed, and every folder is entered once, so that links in a circle come to an end.
/// What can't be read is reported and passed by; what rules and `.troveignore` files leave out is
/// not even looked at.
struct DirectoryWalker {
    struct Candidate: Sendable {
        let path: String
        let fingerprint: FileFingerprint
        /// Asked for by name.
        let isExplicit: Bool
    }

    private struct Folder {
        let path: String
        /// From the root; empty for the root itself.
        let relativePath: String
        let device: UInt64
        var names: ArraySlice<String>
        let ignoreFiles: IgnoreFiles
    }

    private enum Visit {
        case candidate(Candidate)
        case folder(Folder)
    }

    private let rules: WalkRules
    private var roots: ArraySlice<IndexRoot>
    private var folders: [Folder] = []
    private var visited: Set<FileStatus.Identity> = []
    /// Where other file systems begin than those that lie around them.
    private(set) var volumes: [Volume] = []
    /// The roots that are folders.
    private(set) var rootVolumes: [Volume] = []
    /// Is told of every folder that is entered.
    var onFolder: (_ path: String) -> Void = { _ in }
    private let report: (_ path: String, _ reason: String) -> Void

    /// - Parameters:
    ///   - skipping: a folder that is not entered, the library.
    ///   - report: called with every folder and file that can't be read.
    init(
        roots: [IndexRoot], rules: WalkRules = WalkRules(), skipping library: String,
        report: @escaping (_ path: String, _ reason: String) -> Void
    ) {
        self.roots = roots[...]
        self.rules = rules
        self.report = report
        if let library = try? FileStatus(path: library) { visited.insert(library.identity) }
    }

    /// The next candidate; nil at the end.
    mutating func next() -> Candidate? {
        while true {
            guard let (path, name) = nextPath() else { return nil }
            switch visit(path, name) {
            case .candidate(let candidate): return candidate
            case .folder(let folder): folders.append(folder)
            case nil: continue
            }
        }
    }

    /// - Returns: nil as the name of a root.
    private mutating func nextPath() -> (path: String, name: String?)? {
        while let last = folders.indices.last {
            if let name = folders[last].names.popFirst() {
                let folder = folders[last].path
                return ((folder == "/" ? "" : folder) + "/" + name, name)
            }
            folders.removeLast()
        }
        return roots.popFirst().map { ($0.path, nil) }
    }

    private mutating func visit(_ path: String, _ name: String?) -> Visit? {
        let parent = name == nil ? nil : folders.last
        do throws(SystemError) {
            if name != nil, !rules.symbolicLinks, try FileStatus.isLink(path: path) { return nil }
            let status = try FileStatus(path: path)
            guard let parent, let name else { return try visitRoot(path, status) }
            let relativePath = parent.relativePath.isEmpty ? name : parent.relativePath + "/" + name
            switch status.kind {
            case .file where MediaFileNames.isCandidate(path):
                guard !leavesOut(relativePath, isFolder: false, in: parent) else { return nil }
                return .candidate(
                    Candidate(path: path, fingerprint: status.fingerprint, isExplicit: false))
            case .folder:
                guard !leavesOut(relativePath, isFolder: true, in: parent) else { return nil }
                if status.identity.device != parent.device {
                    guard rules.otherFileSystems else { return nil }
                    volumes.append(Volume(path: path, status.identity))
                }
                return try enter(path, relativePath, status, parent.ignoreFiles)
            default:
                return nil
            }
        } catch {
            // A link to nowhere, or gone since its folder was listed.
            if !error.isAbsence { report(path, error.description) }
            return nil
        }
    }

    private mutating func visitRoot(
        _ path: String, _ status: FileStatus
    ) throws(SystemError) -> Visit? {
        switch status.kind {
        case .file:
            return .candidate(
                Candidate(path: path, fingerprint: status.fingerprint, isExplicit: true))
        case .folder:
            let volume = Volume(path: path, status.identity)
            rootVolumes.append(volume)
            let around = try FileStatus(path: path + "/..").identity
            if around.device != volume.device { volumes.append(volume) }
            return try enter(path, "", status, IgnoreFiles())
        case .other:
            return nil
        }
    }

    private mutating func enter(
        _ path: String, _ relativePath: String, _ status: FileStatus,
        _ ignoreFiles: IgnoreFiles
    ) throws(SystemError) -> Visit? {
        guard visited.insert(status.identity).inserted else { return nil }
        onFolder(path)
        let listing = try DirectoryListing(path: path, hidden: rules.hidden)
        if listing.unreadableNames > 0 {
            report(path, "holds \(listing.unreadableNames) names that are not UTF-8")
        }
        var ignoreFiles = ignoreFiles
        if listing.hasIgnoreFile, let file = IgnoreFile(folder: path) {
            for problem in file.problems { report(path + "/" + IgnoreFile.name, problem) }
            ignoreFiles.add(file, of: relativePath)
        }
        return .folder(
            Folder(
                path: path, relativePath: relativePath, device: status.identity.device,
                names: listing.names[...], ignoreFiles: ignoreFiles))
    }

    private func leavesOut(_ relativePath: String, isFolder: Bool, in parent: Folder) -> Bool {
        rules.leavesOut(relativePath, isFolder: isFolder)
            || parent.ignoreFiles.leaveOut(relativePath, isFolder: isFolder)
    }
}

extension Volume {
    init(path: String, _ identity: FileStatus.Identity) {
        self.init(path: path, device: identity.device, inode: identity.inode)
    }

    func holds(_ file: String) -> Bool { path == "/" || file.hasPrefix(path + "/") }
}
