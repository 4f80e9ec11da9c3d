import Foundation

/// A folder for one test's files, removed with everything in it when the value goes away.
public final class TemporaryDirectory: Sendable {
    /// Absolute path, without a slash at its end.
    public let path: String

    /// - Throws: a Cocoa error when the folder can't be made.
    public init() throws {
        path =
            FileManager.default.temporaryDirectory
            .appendingPathComponent("trove-test-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The absolute path of `name` in this folder; makes folders named in it.
    public func file(_ name: String) throws -> String {
        let file = path + "/" + name
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true)
        return file
    }

    /// Writes `bytes` to `name` and returns the absolute path.
    public func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        let file = try file(name)
        try Data(bytes).write(to: URL(fileURLWithPath: file))
        return file
    }
}
