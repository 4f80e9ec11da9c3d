import Foundation

/// Waits for changes in folders: by inotify, and where that can't watch all of them by time alone.
///
/// It tells that something changed, not what: a run finds that out. Folders that come to be are
/// watched after the next `refresh`.
public final class FolderWatch {
    /// Whether every folder is watched; otherwise there is only time.
    public private(set) var isComplete = false

    private static let events = UInt32(
        IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_DELETE_SELF
            | IN_MOVE_SELF | IN_UNMOUNT | IN_ONLYDIR)
    private static let pollInterval: Int32 = 200

    private let roots: [String]
    private let rules: WalkRules
    private let library: String
    /// Below 0 where there is no inotify.
    private let descriptor: Int32

    /// - Parameters:
    ///   - roots: absolute paths of files and folders; those that are not there are waited for.
    ///   - library: a folder that is not watched.
    public init(roots: [String], rules: WalkRules, skipping library: String) {
        self.roots = roots
        self.rules = rules
        self.library = library
        descriptor = inotify_init1(Int32(IN_NONBLOCK) | Int32(IN_CLOEXEC))
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Watches all folders that are there now. To be called before a run: what changes while that
    /// goes on is then noticed after it.
    public func refresh() {
        var isComplete = descriptor >= 0
        let present = roots.compactMap { try? IndexRoot($0) }
        if present.count < roots.count { isComplete = false }
        for root in present where !root.isFolder {
            isComplete = watch((root.path as NSString).deletingLastPathComponent) && isComplete
        }
        var walker = DirectoryWalker(
            roots: present.filter(\.isFolder), rules: rules, skipping: library
        ) { _, _ in }
        walker.onFolder = { [self] in isComplete = watch($0) && isComplete }
        while walker.next() != nil {}
        self.isComplete = isComplete
    }

    private func watch(_ folder: String) -> Bool {
        descriptor >= 0 && inotify_add_watch(descriptor, folder, Self.events) >= 0
    }

    /// Waits until something changed and then was quiet for a while, or the time is over.
    ///
    /// - Parameters:
    ///   - time: seconds to wait at most.
    ///   - quiet: seconds without a change that end the waiting, once there was one.
    ///   - isStopped: asked a few times a second; ends the waiting.
    public func wait(upTo time: TimeInterval, quiet: TimeInterval, unless isStopped: () -> Bool) {
        let end = ContinuousClock.now + .seconds(time)
        var changed: ContinuousClock.Instant?
        while !isStopped(), .now < end {
            if let changed, .now - changed >= .seconds(quiet) { return }
            if takeEvents() { changed = .now }
        }
    }

    /// - Returns: whether there were any; waits a moment for them.
    private func takeEvents() -> Bool {
        guard descriptor >= 0 else {
            Thread.sleep(forTimeInterval: Double(Self.pollInterval) / 1000)
            return false
        }
        var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&state, 1, Self.pollInterval) > 0 else { return false }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        var isAny = false
        while read(descriptor, &bytes, bytes.count) > 0 { isAny = true }
        return isAny
    }
}
