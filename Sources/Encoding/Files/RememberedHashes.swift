import Foundation

/// Hashes of large files, so that gigabytes of weights are read once and not at every start.
///
/// They are kept in `$XDG_CACHE_HOME/trove/file-hashes.json`, else `~/.cache/trove`, each with what
/// the file was like: its place on the disk, size, and the times of its last change of content and of
/// anything about it, to the nanosecond. The latter is the system's own, so that a file that is
/// changed and given its old date is read again. As in Git, a file that was changed a moment ago is
/// not remembered: it may change again within one tick of the clock.
struct RememberedHashes {
    private struct Entry: Codable {
        let state: [Int64]
        let hash: String
    }

    /// Smaller files are read faster than they are looked up.
    static let smallestFile: Int64 = 1 << 20
    /// Seconds for which a file must have been left alone.
    private static let settling = 2.0
    /// Files remembered, at most; what is over is forgotten at random.
    private static let capacity = 200

    private let path: String
    private let now: Date
    private var entries: [String: Entry]
    private var hasNews = false

    /// - Parameters:
    ///   - path: of the file that keeps them; one that is missing or damaged is an empty one.
    ///   - now: when this is.
    init(path: String = Self.standardPath(), now: Date = Date()) {
        self.path = path
        self.now = now
        entries =
            (FileManager.default.contents(atPath: path)).flatMap {
                try? JSONDecoder().decode([String: Entry].self, from: $0)
            } ?? [:]
    }

    static func standardPath(
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String {
        let cache =
            environment["XDG_CACHE_HOME"].flatMap { $0.isEmpty ? nil : $0 }
            ?? NSHomeDirectory() + "/.cache"
        return cache + "/trove/file-hashes.json"
    }

    /// Reads the file unless it is as it was when it was last read.
    ///
    /// - Throws: `EncodingError.unreadableFile`.
    mutating func hash(ofFile path: String) throws -> FileHash {
        let before = Self.state(of: path)
        let name = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        if let before, let known = entries[name], known.state == before.values,
            let hash = FileHash(text: known.hash)
        {
            return hash
        }
        let hash = try FileHash(of: MappedFile(path: path))
        guard let before, before.size >= Self.smallestFile,
            now.timeIntervalSince1970 - before.lastChange >= Self.settling,
            Self.state(of: path)?.values == before.values
        else { return hash }
        entries[name] = Entry(state: before.values, hash: hash.text)
        hasNews = true
        return hash
    }

    /// Keeps what is new; where that can't be written, the files are read again next time.
    mutating func save() {
        guard hasNews else { return }
        while entries.count > Self.capacity, let any = entries.keys.randomElement() {
            entries[any] = nil
        }
        let folder = (path as NSString).deletingLastPathComponent
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        try? JSONEncoder().encode(entries).write(
            to: URL(fileURLWithPath: path), options: .atomic)
        hasNews = false
    }

    private struct State {
        /// Device, inode, size, and the two times.
        let values: [Int64]
        let size: Int64
        /// Seconds since 1970.
        let lastChange: Double
    }

    private static func state(of path: String) -> State? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let size = Int64(status.st_size)
        let times = [status.st_mtim, status.st_ctim].flatMap {
            [Int64($0.tv_sec), Int64($0.tv_nsec)]
        }
        return State(
            values: [
                Int64(bitPattern: UInt64(status.st_dev)), Int64(bitPattern: UInt64(status.st_ino)),
                size,
            ] + times, size: size,
            lastChange: Double(max(status.st_mtim.tv_sec, status.st_ctim.tv_sec) + 1))
    }
}
