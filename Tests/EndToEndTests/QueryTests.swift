import Foundation
import TestSupport
import Testing

/// Every form of a query, over the command line, on small media that ffmpeg makes.
@Suite struct QueryTests {
    private let archive: TestArchive

    init() throws {
        archive = try TestArchive()
    }

    private func trove(_ arguments: [String]) throws -> TroveProcess.Result {
        try TroveProcess.run(arguments, environment: ["TROVE_LIBRARY": archive.library])
    }

    private func search(_ arguments: String...) throws -> [[String: Any]] {
        let result = try trove(["search", "--json", "--no-cutoff"] + arguments)
        #expect(result.status == 0, "\(result.errors)")
        return try result.objects()
    }

    /// One line and nothing else, for what can't be searched for.
    private func refusal(_ arguments: String...) throws -> String {
        let result = try trove(["search"] + arguments)
        #expect(result.status == 1 && result.output.isEmpty, "\(arguments)")
        #expect(result.errors.split(separator: "\n").count == 1, "\(result.errors)")
        return result.errors
    }

    private func names(_ results: [[String: Any]]) -> [String] {
        results.map { (($0["path"] as? String ?? "") as NSString).lastPathComponent }
    }

    @Test func everyFormOfAQueryIsAnswered() throws {
        let indexed = try trove(["index", archive.path])
        #expect(indexed.status == 0, "\(indexed.errors)")
        try textPictureAndSoundFindEachType()
        try weightsDecide()
        try unwantedFilesAndWordsCount()
        try stretchOfAVideoIsFound()
        try idsSearchWithoutAnEncoder()
        try whatCanNotBeSearchedForIsRefused()
        try momentsAreWidenedAndCut()
    }

    private func textPictureAndSoundFindEachType() throws {
        let queries = [
            ["noise", "of", "water"], ["--image", archive.path + "/pictures/bars.jpg"],
            ["--audio", archive.sound],
        ]
        for query in queries {
            for type in ["image", "audio", "video"] {
                let found = try trove(
                    ["search", "--json", "--no-cutoff", "--type", type] + query
                ).objects()
                #expect(!found.isEmpty && found.allSatisfy { $0["type"] as? String == type })
                #expect(found.allSatisfy { ($0["start"] is NSNull) == (type == "image") })
            }
        }
    }

    private func weightsDecide() throws {
        let (red, bars) = (archive.path + "/pictures/red.png", archive.path + "/pictures/bars.jpg")
        let first = try search("--image", "9*" + red, "--image", bars, "--type", "image")
        let second = try search("--image", red, "--image", "9*" + bars, "--type", "image")
        #expect(names(first).first == "red.png" && names(second).first == "bars.jpg")
    }

    private func unwantedFilesAndWordsCount() throws {
        let red = archive.path + "/pictures/red.png"
        let bars = archive.path + "/pictures/bars.jpg"
        #expect(!names(try search("--image", bars, "--without-image", red)).contains("red.png"))
        #expect(names(try search("--image", bars)).contains("red.png"))

        let plain = try search("rain", "--type", "audio")
        let without = try search("rain", "-river", "--type", "audio")
        #expect(names(plain) != names(without) || scores(plain) != scores(without))
        // One argument or several, it is the same text.
        #expect(scores(try search("rain -river", "--type", "audio")) == scores(without))
    }

    private func scores(_ results: [[String: Any]]) -> [Double?] {
        results.map { $0["score"] as? Double }
    }

    private func stretchOfAVideoIsFound() throws {
        for stretch in ["20-25", "0:20-0:25", "0:00:20-25.0"] {
            let found = try search("--video", "\(archive.video)@\(stretch)", "--type", "video")
            let first = try #require(found.first)
            let start = try #require(first["start"] as? Double)
            let end = try #require(first["end"] as? Double)
            #expect(start < 25 && end > 20, "\(start)…\(end)")
        }
        let heard = try search("--video", archive.sound)
        #expect(names(heard).first == "clip.mp4")
        #expect(
            try refusal("--video", archive.video + "@30-50").contains("must end within its 40"))
        let mixedUp = try trove(["search", "--video", archive.video + "@30-20"])
        #expect(mixedUp.status == 2 && mixedUp.errors.contains("ends before it has begun"))
        #expect(
            try refusal("--video", archive.path + "/pictures/red.png").contains("is a picture"))
    }

    private func idsSearchWithoutAnEncoder() throws {
        let found = try search("noise", "--type", "image")
        let id = try #require(found.first?["id"] as? Int)
        let like = try search("--like", "\(id)", "--type", "image")
        #expect(names(like).count == 2 && !names(like).contains(names(found)[0]))
        let unlike = try #require(found.last?["id"] as? Int)
        let left = try search("--like", "2*\(id)", "--unlike", "\(unlike)", "--type", "image")
        #expect(!names(left).contains(try #require(names(found).last)))

        // Only the description is left of this space.
        let spaces = archive.folder.path + "/spaces"
        _ = try archive.folder.write(try manifest(), to: "spaces/starter/space.json")
        let bare = try TroveProcess.run(
            ["search", "--json", "--no-cutoff", "--type", "image", "--like", "\(id)"],
            environment: ["TROVE_LIBRARY": archive.library, "TROVE_SPACES": spaces])
        #expect(bare.status == 0, "\(bare.errors)")
        #expect(names(try bare.objects()) == names(like))
    }

    /// The starter space's description, without its weights.
    private func manifest() throws -> Data {
        let environment = ProcessInfo.processInfo.environment
        let data = environment["XDG_DATA_HOME"] ?? NSHomeDirectory() + "/.local/share"
        let spaces = environment["TROVE_SPACES"] ?? data + "/trove-spaces"
        return try Data(contentsOf: URL(fileURLWithPath: spaces + "/starter/space.json"))
    }

    private func whatCanNotBeSearchedForIsRefused() throws {
        let folder = archive.folder.path
        try FFmpeg.run(["-f", "lavfi", "-i", "sine=440:d=0.02", folder + "/short.wav"])
        try FFmpeg.run([
            "-f", "lavfi", "-i", "color=red:s=16x16,scale=1:1", "-frames:v", "1",
            folder + "/dot.png",
        ])
        try FFmpeg.run(["-f", "lavfi", "-i", "anullsrc=d=1", folder + "/silence.wav"])
        #expect(try refusal("--audio", folder + "/short.wav").contains("lasts 0.02 s"))
        #expect(try refusal("--audio", folder + "/silence.wav").contains("is silent"))
        #expect(try refusal("--video", folder + "/silence.wav").contains("nothing to see or hear"))
        #expect(try refusal("--image", folder + "/dot.png").contains("1 × 1 pixels"))
        #expect(try refusal("--video", folder + "/none.mp4").contains("none.mp4: can't be read"))
        #expect(try refusal("--without-image", folder + "/none.jpg").contains("can't be read"))
        #expect(try refusal("--like", "123456").contains("no result with the id 123456"))
        #expect(try refusal("-people").contains("only says what is not wanted"))
        #expect(try refusal("--unlike", "1").contains("only says what is not wanted"))
        #expect(try refusal("a \"red car").contains("quote at character 3"))
        #expect(try refusal("0*dog").contains("weight 0 is out of range"))
        let long = String(repeating: "dog ", count: 25_000)
        #expect(try refusal(long).contains("has 99999 characters"))
    }

    private func momentsAreWidenedAndCut() throws {
        let clips = archive.folder.path + "/clips"
        let query = ["--audio", archive.sound, "--limit", "6"]
        let tight = try #require(try trove(["search", "--json"] + query).objects().first)
        let cut = try trove(["search", "--json", "--pad", "3", "--clip", clips] + query)
        #expect(cut.status == 0, "\(cut.errors)")
        let wide = try #require(try cut.objects().first)
        let (start, end) = (
            try #require(tight["start"] as? Double), try #require(tight["end"] as? Double)
        )
        #expect(abs(try #require(wide["start"] as? Double) - start + 3) < 1e-6)
        #expect(abs(try #require(wide["end"] as? Double) - end - 3) < 1e-6)
        let clip = try #require(wide["clip"] as? String)
        #expect(clip.hasPrefix(clips + "/001_clip_00") && clip.hasSuffix(".mp4"))
        #expect(FileManager.default.fileExists(atPath: clip))

        // It plays, and may begin at a key frame before the moment.
        let status = try trove(["search", "--video", clip, "--type", "video", "--json"])
        #expect(status.status == 0 && !status.output.isEmpty)

        // Nothing is overwritten.
        let before = try FileManager.default.contentsOfDirectory(atPath: clips)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: clip))
        #expect(try trove(["search", "--pad", "3", "--clip", clips] + query).status == 0)
        let after = try FileManager.default.contentsOfDirectory(atPath: clips)
        #expect(after.count == 2 * before.count && Set(after).isSuperset(of: before))
        #expect(try Data(contentsOf: URL(fileURLWithPath: clip)) == bytes)

        let photo = archive.path + "/pictures/red.png"
        let photos = try trove([
            "search", "--json", "--type", "image", "--image", photo, "--clip", clips,
        ])
        #expect(photos.status == 0 && photos.errors.contains("Photos have no moments"))
        #expect(try photos.objects().allSatisfy { $0["clip"] == nil })

        let missing = try TroveProcess.run(
            ["search", "noise", "--clip", clips],
            environment: ["TROVE_LIBRARY": archive.library, "PATH": "/nonexistent"])
        #expect(missing.status == 1 && missing.errors.contains("needs the program ffmpeg"))
        #expect(missing.errors.split(separator: "\n").count == 1)
    }
}
