import Foundation
import TestSupport
import Testing

/// Files, folders and libraries that are not what they should be: each gets one clear line and its
/// exit code, and the run goes on.
@Suite struct BadInputTests {
    private let folder: TemporaryDirectory
    private let library: String
    private var archive: String { folder.path + "/archive" }

    /// A good picture, and an empty folder beside the archive.
    init() throws {
        folder = try TemporaryDirectory()
        library = folder.path + "/library"
        try FFmpeg.run([
            "-f", "lavfi", "-i", "testsrc2=s=320x240", "-frames:v", "1",
            folder.file("archive/good.jpg"),
        ])
        _ = try folder.file("empty/nothing")
    }

    private func trove(_ arguments: String..., launcher: [String] = []) throws
        -> TroveProcess.Result
    {
        try TroveProcess.run(
            arguments, environment: ["TROVE_LIBRARY": library], launcher: launcher)
    }

    private func quarantine() throws -> [String: String] {
        let result = try trove("quarantine", "--json")
        #expect(result.status == 0)
        return try result.objects().reduce(into: [:]) { reasons, entry in
            let path = try #require(entry["path"] as? String)
            reasons[(path as NSString).lastPathComponent] = entry["reason"] as? String
        }
    }

    @Test func badFilesAreQuarantinedAndTheRunGoesOn() throws {
        let picture = try Data(contentsOf: URL(fileURLWithPath: archive + "/good.jpg"))
        _ = try folder.write(picture.prefix(300), to: "archive/cut.jpg")
        _ = try folder.write(picture.prefix(picture.count / 2), to: "archive/half.jpg")
        _ = try folder.write(Array("not a picture\n".utf8), to: "archive/text.jpg")
        _ = try folder.write([], to: "archive/empty.wav")
        _ = try folder.write(Array("a note\n".utf8), to: "archive/notes.txt")

        let first = try trove("index", archive)
        #expect(first.status == 3, "\(first.errors)")
        #expect(first.output.hasPrefix("Indexed 1 photo in "))
        #expect(first.output.contains("4 files quarantined:\n"))
        #expect(first.output.contains("empty.wav: the file is empty (0 bytes)\n"))

        let reasons = try quarantine()
        #expect(reasons.keys.sorted() == ["cut.jpg", "empty.wav", "half.jpg", "text.jpg"])
        #expect(reasons["cut.jpg"]?.hasPrefix("the file is cut short: ") == true)
        #expect(reasons["half.jpg"]?.hasPrefix("the file is cut short: ") == true)
        #expect(reasons["text.jpg"] == "unsupported format: plain text")
        let lines = try trove("quarantine").output.split(separator: "\n")
        #expect(lines.count == 4 && lines.allSatisfy { $0.contains(": ") })

        let again = try trove("index", archive)
        #expect(again.status == 3)
        #expect(again.output.contains("4 files still quarantined"))

        // Mended, it leaves.
        _ = try folder.write(picture + Data([0]), to: "archive/half.jpg")
        #expect(try trove("index", archive).status == 3)
        #expect(try quarantine().count == 3)
    }

    /// Camera RAW and HEIF go through workers like others, and one that is broken costs itself alone.
    @Test func picturesOfCamerasAndPhonesAreIndexed() throws {
        let fixtures = URL(fileURLWithPath: FixtureFolder.path(of: "MediaDecodingTests"))
        for name in ["preview.dng", "no-preview.dng", "quarters.heic", "quarters.avif"] {
            let bytes = try Data(contentsOf: fixtures.appendingPathComponent(name))
            _ = try folder.write(bytes, to: "archive/" + name)
            _ = try folder.write(bytes.prefix(bytes.count / 4), to: "archive/cut-" + name)
        }
        let result = try trove("index", archive)
        #expect(result.status == 3, "\(result.errors)")
        #expect(result.output.hasPrefix("Indexed 5 photos in "))
        let reasons = try quarantine()
        #expect(
            reasons.keys.sorted()
                == [
                    "cut-no-preview.dng", "cut-preview.dng", "cut-quarters.avif",
                    "cut-quarters.heic",
                ])
        #expect(reasons.values.allSatisfy { !$0.contains("crashed") })
    }

    @Test func videosAreIndexedByWhatIsThere() throws {
        try FFmpeg.run([
            "-f", "lavfi", "-i", "testsrc2=s=160x120:r=10:d=3", folder.file("archive/mute.mp4"),
        ])
        try FFmpeg.run(["-f", "lavfi", "-i", "sine=660:d=3", folder.file("archive/dark.mp4")])
        try FFmpeg.run(["-f", "lavfi", "-i", "anullsrc=d=3", folder.file("archive/silent.wav")])
        let result = try trove("index", archive, "--json")
        #expect(result.status == 0, "\(result.errors)")
        let summary = try #require(try result.objects().first)
        // Without pictures it is a recording.
        #expect(summary["indexed"] as? [String: Int] == ["image": 1, "audio": 2, "video": 1])
        #expect(try quarantine().isEmpty)

        let found = try trove(
            "search", "a test", "--json", "--no-cutoff", "--type", "audio,video"
        ).objects()
        let matched = found.reduce(into: [String: [String]]()) { matched, result in
            let name = ((result["path"] as? String ?? "") as NSString).lastPathComponent
            matched[name] = result["matched"] as? [String]
        }
        #expect(matched == ["mute.mp4": ["seen"], "dark.mp4": ["heard"]])
    }

    @Test func libraryWithoutTheWantedTypeSaysSo() throws {
        #expect(try trove("index", archive).status == 0)
        for arguments in [["--type", "video"], ["--type", "audio,video", "--json"]] {
            let result = try TroveProcess.run(
                ["search", "a test"] + arguments, environment: ["TROVE_LIBRARY": library])
            #expect(result.status == 0 && result.output.isEmpty)
            #expect(result.errors.hasPrefix("Nothing found: the library holds no "))
            #expect(result.errors.split(separator: "\n").count == 1)
        }
        // Pictures answer a sound, too.
        try FFmpeg.run(["-f", "lavfi", "-i", "sine=660:d=1", folder.file("tone.wav")])
        let heard = try trove("search", "--no-cutoff", "--audio", folder.path + "/tone.wav")
        #expect(heard.status == 0 && heard.output.contains("good.jpg"))
    }

    @Test func missingPathEndsWith1AndMakesNoLibrary() throws {
        let result = try trove("index", archive + "/none", archive)
        #expect(result.status == 1)
        #expect(result.errors == "Error: \(archive)/none: no such file or folder\n")
        #expect(!FileManager.default.fileExists(atPath: library))
    }

    @Test func emptyFolderIsSaidToBeEmpty() throws {
        let result = try trove("index", folder.path + "/empty")
        #expect(result.status == 0)
        #expect(result.output.hasPrefix("Nothing to index"))
        #expect(result.output.split(separator: "\n").count == 1)
        #expect(try trove("search", "dog").errors.contains("is empty"))
    }

    @Test func fileMayBeARoot() throws {
        let good = try trove("index", archive + "/good.jpg")
        #expect(good.status == 0)
        #expect(good.output.hasPrefix("Indexed 1 photo in "))

        // Its name doesn't matter where it is named itself.
        let note = try folder.write(Array("a note\n".utf8), to: "archive/note.txt")
        let bad = try trove("index", note)
        #expect(bad.status == 3)
        #expect(try quarantine() == ["note.txt": "unsupported format: plain text"])

        let device = try trove("index", "/dev/null")
        #expect(device.status == 1)
        #expect(device.errors == "Error: /dev/null: neither a file nor a folder\n")
    }

    @Test(.enabled(if: Privileges.canBeTaken, "needs setpriv to take root's rights away"))
    func unreadableFolderIsPassedBy() throws {
        let locked = archive + "/locked"
        try FileManager.default.createDirectory(
            atPath: locked, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: locked)
        defer {
            try? FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: locked)
        }
        let beneath = try trove("index", archive, launcher: Privileges.launcher)
        #expect(beneath.status == 3, "\(beneath.errors)")
        #expect(beneath.output.hasPrefix("Indexed 1 photo in "))
        #expect(beneath.output.contains("1 path passed by:\n"))
        #expect(beneath.output.contains("locked: permission denied\n"))

        let root = try trove("index", locked, launcher: Privileges.launcher)
        #expect(root.status == 1)
        #expect(root.errors == "Error: \(locked): can't be read: permission denied\n")
    }

    @Test(arguments: [["index", "."], ["search", "dog"], ["status"], ["quarantine", "--json"]])
    func catalogThatIsNoneIsLeftAsItIs(command: [String]) throws {
        let garbage = (0..<5000).map { UInt8(truncatingIfNeeded: $0 * $0) }
        let file = try folder.write(garbage, to: "library/catalog.sqlite")
        let result = try TroveProcess.run(command, environment: ["TROVE_LIBRARY": library])
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors.hasPrefix("Error: \(file) was not made by Trove"))
        #expect(result.errors.split(separator: "\n").count == 1)
        #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: file))) == garbage)
    }

    @Test func damagedCatalogIsNamed() throws {
        #expect(try trove("index", archive).status == 0)
        let file = library + "/catalog.sqlite"
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        // The first page stays: it is still Trove's, but what it points to is not.
        for index in 16_384..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index * 7) }
        try bytes.write(to: URL(fileURLWithPath: file))
        for command in [["index", archive], ["search", "dog"], ["status"], ["quarantine"]] {
            let result = try TroveProcess.run(command, environment: ["TROVE_LIBRARY": library])
            #expect(result.status == 1)
            #expect(result.errors.hasPrefix("Error: \(file) is damaged"))
            #expect(result.errors.split(separator: "\n").count == 1)
        }
    }
}
