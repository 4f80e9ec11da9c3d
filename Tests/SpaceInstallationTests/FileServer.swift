import Foundation

/// `Scripts/spaces/file_server.py`: serves a folder on the loopback until it is let go.
final class FileServer {
    private let process = Process()
    private let log: String
    let address: String

    /// - Parameter breakAfter: bytes after which each answer breaks off.
    init(_ folder: String, breakAfter: Int? = nil) throws {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Scripts/spaces/file_server.py").path
        log = folder + ".log"
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["python3", script, folder, "--log", log]
            + (breakAfter.map { ["--break-after", "\($0)"] } ?? [])
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        var line = Data()
        while let byte = try output.fileHandleForReading.read(upToCount: 1), byte != Data("\n".utf8)
        { line += byte }
        address = "http://127.0.0.1:" + String(decoding: line, as: UTF8.self)
    }

    /// The requests it got: path and range.
    func requests() throws -> [String] {
        try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map(String.init)
    }

    deinit { process.terminate() }
}
