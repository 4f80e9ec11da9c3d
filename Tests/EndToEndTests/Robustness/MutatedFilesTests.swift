import Foundation
import TestSupport
import Testing

/// Damaged files of every format, and files that ask for more than there is.
///
/// `TROVE_MUTATED_FILES=10000 swift test --filter MutatedFilesTests` takes as many as are asked for.
@Suite struct MutatedFilesTests {
    private static let count =
        ProcessInfo.processInfo.environment["TROVE_MUTATED_FILES"].flatMap { Int($0) } ?? 300
    /// Bytes; a debug build with the starter space takes about a third of it.
    private static let memory = 1_200_000_000

    private let folder: TemporaryDirectory
    private var archive: String { folder.path + "/archive" }
    private var library: String { folder.path + "/library" }

    init() throws {
        folder = try TemporaryDirectory()
    }

    /// A small file of every format.
    private func originals() throws -> [(ending: String, bytes: [UInt8])] {
        let picture = ["-f", "lavfi", "-i", "testsrc2=s=64x48:d=1", "-frames:v", "1"]
        let sound = ["-f", "lavfi", "-i", "sine=440:d=1:r=16000"]
        let video = [
            "-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=3", "-f", "lavfi", "-i",
            "sine=660:d=3:r=16000",
        ]
        let formats =
            ["jpg", "png", "webp", "gif", "bmp", "tiff"].map { ($0, picture) }
            + ["wav", "flac", "ogg", "opus", "mp3", "aiff", "m4a", "mka", "aac", "au", "caf"]
            .map { ($0, sound) }
            + ["mp4", "mkv", "avi", "webm", "mov", "mpg", "flv", "ogv", "wmv"].map { ($0, video) }
        let made = try formats.map { ending, arguments in
            let path = try folder.file("originals/a." + ending)
            let rate =
                ["mpg": ["-r", "25"], "opus": ["-ar", "48000"], "flv": ["-ar", "22050"]][ending]
                ?? []
            try FFmpeg.run(arguments + rate + [path])
            return (ending, [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
        }
        // What ffmpeg doesn't write.
        let fixtures = URL(fileURLWithPath: FixtureFolder.path(of: "MediaDecodingTests"))
        let kept = try ["preview.dng", "no-preview.dng", "quarters.heic", "quarters.avif"].map {
            let file = fixtures.appendingPathComponent($0)
            return (file.pathExtension, [UInt8](try Data(contentsOf: file)))
        }
        return made + kept
    }

    /// Indexes the archive and watches the memory of the run and its workers.
    private func index() throws -> (result: TroveProcess.Result, peak: Int) {
        let run = try TroveProcess(["index", archive], environment: ["TROVE_LIBRARY": library])
        let main = run.process.processIdentifier
        let done = DispatchSemaphore(value: 0)
        let finished = DispatchSemaphore(value: 0)
        final class Peak: @unchecked Sendable { var bytes = 0 }
        let peak = Peak()
        Thread {
            repeat {
                for process in [main] + ChildProcesses.of(main) {
                    peak.bytes = max(peak.bytes, ChildProcesses.peakMemory(of: process) ?? 0)
                }
            } while done.wait(timeout: .now() + 0.05) == .timedOut
            finished.signal()
        }.start()
        let result = run.wait()
        done.signal()
        finished.wait()
        return (result, peak.bytes)
    }

    @Test func everyFileIsIndexedOrQuarantined() throws {
        let originals = try originals()
        var names: Set<String> = []
        for number in 0..<Self.count {
            let original = originals[number % originals.count]
            let other = originals[number / originals.count % originals.count]
            var mutator = Mutator(
                seed: UInt64(number), bytes: original.bytes, other: other.bytes)
            // Every seventh file has another's ending.
            let ending = number % 7 == 0 ? other.ending : original.ending
            let name = "\(number % 97)/\(number).\(ending)"
            names.insert(name)
            _ = try folder.write(mutator.next(), to: "archive/" + name)
        }
        let (result, peak) = try index()
        #expect(result.status == 3, "\(result.errors)")
        #expect(peak < Self.memory)
        let contents = try LibraryContents(library: library)
        #expect(contents.integrity == "ok" && contents.leftovers == [:])
        let prefix = archive + "/"
        let indexed = Set(
            contents.segments.compactMap { $0.split(separator: " ").first }
                .map { String($0).replacing("\"", with: "").replacing(prefix, with: "") })
        let quarantined = Set(contents.quarantine.map { $0.replacing(prefix, with: "") })
        #expect(names.filter { !indexed.contains($0) && !quarantined.contains($0) }.isEmpty)
        #expect(!indexed.isEmpty && !quarantined.isEmpty)
        let entries = try TroveProcess.run(
            ["quarantine", "--json"], environment: ["TROVE_LIBRARY": library]
        ).objects()
        for reason in entries.compactMap({ $0["reason"] as? String }) {
            #expect(!reason.isEmpty)
            // Findings for whoever works on decoders; the run survives them.
            if reason.contains("signal") { print("a worker died: \(reason)") }
        }
    }

    @Test func filesThatClaimTooMuchAreRefusedBeforeMemoryIsTaken() throws {
        var png = Array("\u{89}PNG\r\n\u{1A}\n".unicodeScalars.map { UInt8($0.value) })
        png += [0, 0, 0, 13] + Array("IHDR".utf8)
        png += [0, 0, 0xFD, 0xE8, 0, 0, 0xFD, 0xE8, 8, 2, 0, 0, 0]  // 65,000 × 65,000
        png += Self.checksum(Array(png[12...])) + [0, 0, 0, 0] + Array("IDAT".utf8)
        png += Self.checksum(Array("IDAT".utf8))
        _ = try folder.write(png, to: "archive/bomb.png")

        var bmp = Array("BM".utf8) + [UInt8](repeating: 0, count: 52)
        bmp.replaceSubrange(
            10..<30,
            with: [54, 0, 0, 0, 40, 0, 0, 0, 0x60, 0xEA, 0, 0, 0x60, 0xEA, 0, 0, 1, 0, 24, 0])
        _ = try folder.write(bmp, to: "archive/bomb.bmp")  // 60,000 × 60,000

        let tone = try folder.file("tone.wav")
        try FFmpeg.run(["-f", "lavfi", "-i", "sine=440:d=1:r=16000", tone])
        var wav = [UInt8](try Data(contentsOf: URL(fileURLWithPath: tone)))
        let data = try #require(wav.indices.first { wav[$0...].starts(with: Array("data".utf8)) })
        for start in [4, data + 4] {
            wav.replaceSubrange(start..<start + 4, with: [0xF0, 0xFF, 0xFF, 0x7F])
        }
        _ = try folder.write(wav, to: "archive/hours.wav")

        let film = try folder.file("film.avi")
        try FFmpeg.run([
            "-f", "lavfi", "-i", "testsrc2=s=64x48:r=5:d=2", "-c:v", "rawvideo", "-pix_fmt",
            "bgr24", film,
        ])
        var avi = [UInt8](try Data(contentsOf: URL(fileURLWithPath: film)))
        let format = try #require(avi.indices.first { avi[$0...].starts(with: Array("strf".utf8)) })
        // Width and height of the BITMAPINFOHEADER: 60,000 each.
        avi.replaceSubrange(format + 12..<format + 20, with: [0x60, 0xEA, 0, 0, 0x60, 0xEA, 0, 0])
        _ = try folder.write(avi, to: "archive/lying.avi")

        let (result, peak) = try index()
        #expect(result.status == 3, "\(result.errors)")
        #expect(peak < Self.memory)
        let contents = try LibraryContents(library: library)
        let names = contents.quarantine.map { ($0 as NSString).lastPathComponent }
        #expect(names == ["bomb.bmp", "bomb.png", "lying.avi"])
        // A second of sound, whatever its header says.
        #expect(contents.segments.count == 1)
    }

    /// CRC-32, big-endian, as in PNG.
    private static func checksum(_ bytes: [UInt8]) -> [UInt8] {
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        crc ^= 0xFFFF_FFFF
        return (0..<4).map { UInt8(truncatingIfNeeded: crc >> (24 - 8 * UInt32($0))) }
    }
}
