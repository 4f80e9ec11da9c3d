import Foundation
import MediaTypes
import Retrieval

/// Cuts moments out of videos and recordings with ffmpeg, without re-encoding.
///
/// A clip of a video begins at the last key frame before its moment, since no picture between can
/// be shown without it.
struct ClipCutter {
    /// Seconds; of a shorter moment nothing would be left.
    private static let shortest = 1.0
    /// Takes what the file's own container refuses, such as one with a misleading name.
    private static let spareContainer = "mkv"

    private let folder: String
    private let ffmpeg: URL

    /// Makes the folder where it is missing.
    init(folder: String, environment: [String: String] = ProcessInfo.processInfo.environment)
        throws(ClipError)
    {
        let programs = environment["PATH", default: ""].split(separator: ":")
            .map { "\($0)/ffmpeg" }
        let files = FileManager.default
        guard let program = programs.first(where: { files.isExecutableFile(atPath: $0) }) else {
            throw .noFFmpeg
        }
        ffmpeg = URL(fileURLWithPath: program)
        self.folder = FilePath.absolute(folder)
        do {
            try files.createDirectory(atPath: self.folder, withIntermediateDirectories: true)
        } catch {
            throw .folder(self.folder)
        }
    }

    /// Cuts a result's moment into a new file, whose path is returned.
    /// - Precondition: the result is a moment.
    func cut(_ result: SearchResult) throws(ClipError) -> String {
        guard let range = result.range else { preconditionFailure("a photo has no moment") }
        let files = FileManager.default
        guard let source = result.paths.first(where: { files.isReadableFile(atPath: $0) }) else {
            throw .missingFile(result.path)
        }
        let name = ClipName(result, range: range)
        let own = (source as NSString).pathExtension
        var refusal = ""
        for container in own.isEmpty ? [Self.spareContainer] : [own, Self.spareContainer] {
            let clip = name.unused(in: folder, extension: container)
            guard let reason = run(source, range, clip) else { return clip }
            try? files.removeItem(atPath: clip)
            if refusal.isEmpty { refusal = reason }
        }
        throw .refused(source, reason: refusal)
    }

    /// Says what was cut and what was not.
    /// - Throws: `ExitCode` for failures, after each has been said.
    func report(_ results: [FinishedResult]) throws {
        guard !results.isEmpty else { return }
        let clips = results.count { $0.clip != nil }
        let photos = results.count { $0.result.range == nil }
        StandardError.write(
            "\(HumanFormat.count(clips, "clip")) in \(FilePath.display(folder))."
                + (photos > 0 ? " Photos have no moments and are left out." : ""))
        let failures = results.compactMap(\.failure)
        for failure in failures { StandardError.write("Error: \(failure)") }
        if !failures.isEmpty { throw ExitStatus.failed.exitCode }
    }

    /// - Returns: nil, or why it failed.
    private func run(_ source: String, _ range: TimeRange, _ clip: String) -> String? {
        let process = Process()
        process.executableURL = ffmpeg
        // No shell: a path is an argument whatever is in it, and "file:" makes it no address.
        // Of several streams all are kept, without cover art and data.
        process.arguments = [
            "-nostdin", "-v", "error", "-n", "-ss", "\(range.start)",
            "-to", "\(max(range.end, range.start + Self.shortest))", "-i", "file:" + source,
            "-map", "0:V?", "-map", "0:a?", "-c", "copy", "file:" + clip,
        ]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let messages = Pipe()
        process.standardError = messages
        do {
            try process.run()
        } catch {
            return error.localizedDescription
        }
        let said = String(
            decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        if process.terminationStatus == 0 { return nil }
        return said.split(whereSeparator: \.isNewline).first.map(String.init)
            ?? "ffmpeg ended with status \(process.terminationStatus)"
    }
}
