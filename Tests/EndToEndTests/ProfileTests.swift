import Foundation
import TestSupport
import Testing

/// `trove index --profile`, and the same of jobs.
@Suite struct ProfileTests {
    private let archive: TestArchive

    init() throws {
        archive = try TestArchive()
    }

    private func trove(_ arguments: String...) throws -> TroveProcess.Result {
        try TroveProcess.run(arguments, environment: ["TROVE_LIBRARY": archive.library])
    }

    private func stages(_ group: Any?) throws -> [String: [String: Double]] {
        let group = try #require(group as? [String: Any])
        return try #require(group["stages"] as? [String: [String: Double]])
    }

    @Test func aRunTellsWhereItsTimeWent() throws {
        let result = try trove("index", archive.path, "--threads", "2", "--profile", "--json")
        #expect(result.status == 0, "\(result.errors)")
        let report = try #require(try result.objects().first)
        let profile = try #require(report["profile"] as? [String: Any])
        let seconds = try #require(profile["seconds"] as? Double)
        #expect(seconds > 0)

        let work = try stages(profile["work"])
        #expect((profile["work"] as? [String: Any])?["threads"] as? Int == 2)
        for stage in ["inspecting", "decoding", "preparing", "encoding"] {
            let entry = try #require(work[stage], "\(stage)")
            #expect(try #require(entry["seconds"]) > 0)
            #expect(
                abs(try #require(entry["share"]) - (entry["seconds"] ?? 0) / (2 * seconds)) < 1e-6)
        }
        #expect(work.values.reduce(0) { $0 + ($1["share"] ?? 0) } <= 1.000001)
        #expect(try stages(profile["feed"])["hashing"] != nil)
        #expect(try stages(profile["commit"])["committing"] != nil)

        let processor = try #require(profile["processor"] as? [String: Any])
        let all = try #require(processor["seconds"] as? Double)
        let decoding = try #require(processor["decoding_processes"] as? Double)
        #expect(decoding > 0 && decoding < all)
        let shares = try stages(processor)
        #expect(try #require(shares["decoding"]?["seconds"]) >= decoding)
        #expect(abs(shares.values.reduce(0) { $0 + ($1["share"] ?? 0) } - 1) < 0.01)

        let batches = try #require(profile["batches"] as? [String: [String: Double]])
        let items = batches.values.reduce(0) { $0 + ($1["items"] ?? 0) }
        #expect(Int(items) == report["segments_added"] as? Int)
        for batch in batches.values {
            #expect(try #require(batch["fullness"]) > 0 && (batch["fullness"] ?? 2) <= 1)
        }
        let surroundings = try #require(profile["surroundings"] as? [String: Double])
        #expect(surroundings.count == 3 && (surroundings["loading_space"] ?? 0) > 0)
    }

    @Test func peopleGetATableAndAPicture() throws {
        let picture = archive.folder.path + "/profile.svg"
        let result = try trove("index", archive.path, "--profile-picture", picture)
        #expect(result.status == 0, "\(result.errors)")
        for words in [
            "  encoding ", "1 finding", "1 committing", "pictures in ", "sounds in ",
            "Processor: ", "Beside the run: loading the space ",
        ] {
            #expect(result.output.contains(words), "\(words) in \(result.output)")
        }
        let svg = try String(contentsOfFile: picture, encoding: .utf8)
        #expect(svg.hasPrefix("<svg ") && svg.hasSuffix("</svg>\n"))
        #expect(svg.contains(">committing</text>"))
    }

    @Test func nothingIsToldUnasked() throws {
        let result = try trove("index", archive.path)
        #expect(result.status == 0, "\(result.errors)")
        #expect(!result.output.contains("Processor: "))
    }

    @Test func aPictureThatCanNotBeWrittenIsAMistakeAtOnce() throws {
        let result = try trove(
            "index", archive.path, "--profile-picture", archive.folder.path + "/no/such/a.svg")
        #expect(result.status == 2)
        #expect(result.errors.contains("--profile-picture: can't write into "))
        #expect(!FileManager.default.fileExists(atPath: archive.library))
    }

    @Test func aJobTellsIt() throws {
        let file = try archive.folder.write(
            Array(
                """
                roots: archive
                settle: 0 s
                exclude: [videos/]
                report: {profile: true, profile_picture: profile.svg}
                """.utf8), to: "job.yaml")
        let result = try trove("run", file, "--json")
        #expect(result.status == 0, "\(result.errors)")
        let report = try #require(try result.objects().first)
        #expect(try stages((report["profile"] as? [String: Any])?["work"])["encoding"] != nil)
        #expect(FileManager.default.fileExists(atPath: archive.folder.path + "/profile.svg"))
    }
}
