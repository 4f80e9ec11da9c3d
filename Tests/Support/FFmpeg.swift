import Foundation

/// The ffmpeg command line, which makes the media that tests read.
public enum FFmpeg {
    /// Runs ffmpeg and waits for it.
    ///
    ///     try FFmpeg.run(["-f", "lavfi", "-i", "sine=1000:duration=2", path])
    ///
    /// Output files are overwritten, and written without the time and encoder that would make
    /// them differ from run to run.
    /// - Throws: `FFmpegError` with what ffmpeg said.
    public static func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["ffmpeg", "-nostdin", "-v", "error", "-y"] + arguments.dropLast()
            + ["-bitexact"] + arguments.suffix(1)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let messages = Pipe()
        process.standardError = messages
        try process.run()
        let said = messages.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw FFmpegError(
                arguments: arguments, status: process.terminationStatus,
                message: String(decoding: said, as: UTF8.self))
        }
    }
}
