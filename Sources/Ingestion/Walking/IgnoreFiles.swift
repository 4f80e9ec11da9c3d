/// The `.troveignore` files of a folder and of those around it, up to a root.
struct IgnoreFiles {
    /// The outermost first, each with the number of bytes that its folder takes in relative paths.
    private var files: [(file: IgnoreFile, depth: Int)] = []

    /// - Parameter folder: relative to the root; empty for the root itself.
    mutating func add(_ file: IgnoreFile, of folder: String) {
        files.append((file, folder.isEmpty ? 0 : folder.utf8.count + 1))
    }

    /// - Parameter path: relative to the root, in the innermost folder.
    func leaveOut(_ path: String, isFolder: Bool) -> Bool {
        // The innermost file that has a word on it counts.
        for (file, depth) in files.reversed() {
            let inFolder = String(decoding: path.utf8.dropFirst(depth), as: UTF8.self)
            if let leavesOut = file.leavesOut(inFolder, isFolder: isFolder) { return leavesOut }
        }
        return false
    }
}
