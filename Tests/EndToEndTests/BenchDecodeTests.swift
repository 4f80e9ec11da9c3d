import Foundation
import TestSupport
import Testing

@Suite struct BenchDecodeTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
        try FFmpeg.run([
            "-f", "lavfi", "-i", "testsrc2=s=1280x960", "-frames:v", "1", folder.file("a.jpg"),
        ])
        try FFmpeg.run(["-f", "lavfi", "-i", "sine=d=6", folder.file("b.wav")])
        try FFmpeg.run([
            "-f", "lavfi", "-i", "testsrc2=s=320x240:r=10:d=6", "-f", "lavfi", "-i", "sine=d=6",
            folder.file("c.mp4"),
        ])
    }

    private func bench(_ arguments: [String]) throws -> [String: [String: Any]] {
        let files = ["a.jpg", "b.wav", "c.mp4"].map { folder.path + "/" + $0 }
        let result = try TroveProcess.run(
            ["bench", "decode", "--repeat", "1"] + arguments + files)
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.errors.contains("times real time of the processor"))
        return try result.objects().reduce(into: [:]) { lines, line in
            lines[try #require(line["type"] as? String)] = line
        }
    }

    @Test(arguments: [[], ["--workers"], ["--encode"]])
    func printsALineForEachKindOfFile(options: [String]) throws {
        let lines = try bench(options)
        #expect(lines.keys.sorted() == ["audio", "image", "video"])
        for (type, line) in lines {
            let rate = type == "image" ? "files_per_cpu_second" : "real_time_cpu"
            #expect(try #require(line[rate] as? Double) > 0)
            #expect((line["decoding_cpu_seconds"] == nil) == (options == ["--workers"]))
        }
        // Windows begin every 1.25 s; the whole, or with its crops where it is encoded.
        #expect(lines["audio"]?["inputs"] as? Int == 4)
        #expect(lines["image"]?["inputs"] as? Int == (options == ["--encode"] ? 5 : 1))
    }

    @Test func cropsAndSoundAreChosen() throws {
        let (all, pictures) = (try bench(["--crops"]), try bench(["--no-sound"]))
        #expect(all["image"]?["inputs"] as? Int == 5)
        let heard = try #require(all["video"]?["inputs"] as? Int)
        let seen = try #require(pictures["video"]?["inputs"] as? Int)
        #expect(seen >= 1 && heard == seen + 4)
    }

    @Test func aFileThatCantBeReadIsNamed() throws {
        let path = try folder.write(Array("words".utf8), to: "d.jpg")
        let result = try TroveProcess.run(["bench", "decode", path])
        #expect(result.status == 1)
        #expect(result.errors.contains(path + ": unsupported format: plain text"))
    }
}
