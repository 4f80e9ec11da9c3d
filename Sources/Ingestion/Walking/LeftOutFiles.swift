/// Tells of files that are there, but were not found, whether rules leave them out: those are to be
/// forgotten, unlike those in folders that could not be read.
final class LeftOutFiles {
    private let roots: [IndexRoot]
    private let rules: WalkRules
    /// By folder; nil where there is none.
    private var ignoreFiles: [String: IgnoreFile?] = [:]

    init(roots: [IndexRoot], rules: WalkRules) {
        self.roots = roots
        self.rules = rules
    }

    func contain(_ path: String) -> Bool {
        let around = roots.filter { $0.isFolder && path.hasPrefix($0.path + "/") }
        guard let root = around.max(by: { $0.path.utf8.count < $1.path.utf8.count }) else {
            return false
        }
        let names = path.dropFirst(root.path.count + 1).split(separator: "/")
        var files = IgnoreFiles()
        var relativePath = ""
        for (index, name) in names.enumerated() {
            let folder = relativePath.isEmpty ? root.path : root.path + "/" + relativePath
            if let file = ignoreFile(of: folder) { files.add(file, of: relativePath) }
            relativePath += (relativePath.isEmpty ? "" : "/") + name
            let isFolder = index < names.count - 1
            if rules.leavesOut(relativePath, isFolder: isFolder)
                || files.leaveOut(relativePath, isFolder: isFolder)
            {
                return true
            }
        }
        return false
    }

    private func ignoreFile(of folder: String) -> IgnoreFile? {
        if let known = ignoreFiles[folder] { return known }
        let file = IgnoreFile(folder: folder)
        ignoreFiles[folder] = .some(file)
        return file
    }
}
