import Foundation

/// The names in one folder.
struct DirectoryListing {
    /// Ordered by their bytes; those that aren't UTF-8 are left out, and hidden ones as a rule.
    let names: [String]
    let hasIgnoreFile: Bool
    /// How many names were left out because they aren't UTF-8.
    let unreadableNames: Int

    /// - Parameter hidden: whether names that begin with a dot count.
    /// - Throws: `SystemError` when the folder can't be read.
    init(path: String, hidden: Bool) throws(SystemError) {
        guard let directory = opendir(path) else { throw SystemError(errno) }
        defer { closedir(directory) }
        var names: [String] = []
        var unreadableNames = 0
        var hasIgnoreFile = false
        while true {
            errno = 0
            guard let entry = readdir(directory) else { break }
            switch Self.name(of: entry) {
            case ".", "..": continue
            case IgnoreFile.name: hasIgnoreFile = true
            case .some(let name) where name.hasPrefix(".") && !hidden: continue
            case .some(let name): names.append(name)
            case .none: unreadableNames += 1
            }
        }
        guard errno == 0 else { throw SystemError(errno) }
        self.names = names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        self.unreadableNames = unreadableNames
        self.hasIgnoreFile = hasIgnoreFile
    }

    /// Reads the name in place: an entry is shorter than its declared type.
    private static func name(of entry: UnsafeMutablePointer<dirent>) -> String? {
        guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
        let name = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
        return String(validatingCString: name)
    }
}
