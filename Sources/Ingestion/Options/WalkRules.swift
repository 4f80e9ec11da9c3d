/// What of the files under its roots a run looks at.
public struct WalkRules: Sendable, Hashable {
    /// Files must fit one of these; none lets all in.
    public var include: [GlobPattern] = []
    /// Files and folders that fit one of these are left out.
    public var exclude: [GlobPattern] = []
    /// Whether names that begin with a dot count.
    public var hidden = false
    /// Whether symbolic links in folders are followed; roots always are.
    public var symbolicLinks = true
    /// Whether folders are entered where another file system begins.
    public var otherFileSystems = true

    public init() {}

    func leavesOut(_ path: String, isFolder: Bool) -> Bool {
        if exclude.contains(where: { $0.matches(path, isFolder: isFolder) }) { return true }
        return !isFolder && !include.isEmpty
            && !include.contains { $0.matches(path, isFolder: false) }
    }
}
