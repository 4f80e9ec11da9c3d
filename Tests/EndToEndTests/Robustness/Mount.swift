import Foundation
import TestSupport

/// A small file system in memory, for as long as the value lives. Mounting needs rights that not
/// every machine gives.
final class Mount {
    let path: String

    static let isPermitted: Bool = {
        guard let folder = try? TemporaryDirectory() else { return false }
        return (try? Mount(at: folder.path, megabytes: 1)) != nil
    }()

    struct Refused: Error {}

    init(at path: String, megabytes: Int) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Self.run("mount", "-t", "tmpfs", "-o", "size=\(megabytes)m", "tmpfs", path)
    }

    func resize(megabytes: Int) throws {
        try Self.run("mount", "-o", "remount,size=\(megabytes)m", path)
    }

    func makeReadOnly() throws { try Self.run("mount", "-o", "remount,ro", path) }

    /// Files that are open keep it alive unseen.
    func unmount() { try? Self.run("umount", "-l", path) }

    deinit { unmount() }

    private static func run(_ words: String...) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = words
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Refused() }
    }
}
