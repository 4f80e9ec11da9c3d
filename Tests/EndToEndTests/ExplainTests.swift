import Foundation
import TestSupport
import Testing

/// `--explain`, near-duplicates and rerank commands over the command line, with the starter space.
@Suite struct ExplainTests {
    private let archive: TestArchive

    init() throws {
        archive = try TestArchive()
        // The same pixels in another file.
        try FFmpeg.run([
            "-i", archive.path + "/pictures/fractal.png",
            try archive.folder.file("archive/copies/again.bmp"),
        ])
        let run = try trove("index", archive.path)
        #expect(run.status == 0, "\(run.errors)")
    }

    private func trove(_ arguments: String...) throws -> TroveProcess.Result {
        try TroveProcess.run(arguments, environment: ["TROVE_LIBRARY": archive.library])
    }

    private var picture: String { archive.path + "/pictures/fractal.png" }

    @Test func resultsAreExplained() throws {
        let objects = try trove(
            "search", "--image", picture, "--type", "image", "--explain", "--json"
        ).objects()
        let first = try #require(objects.first)
        let explain = try #require(first["explain"] as? [String: Any])
        let stages = try #require(explain["stages"] as? [[String: Any]])
        #expect(stages.first?["stage"] as? String == "candidates")
        #expect(stages.last?["stage"] as? String == "duplicates")
        #expect(stages.last?["rank"] as? Int == 1)
        let segments = try #require(explain["segments"] as? [[String: Any]])
        #expect(try #require(segments.first?["cosine"] as? Double) > 0.999)
        #expect(explain["filters"] as? [String] == ["type image"])
        #expect(first["similar"] as? [String] != nil)
        let rejected = objects.filter { $0["rejected"] != nil }
        #expect(rejected.contains { $0["rejected"] as? String == "duplicate" })
        #expect(rejected.allSatisfy { $0["rank"] as? Int == 0 && $0["reason"] is String })

        let plain = try trove("search", "--image", picture, "--json").objects()
        #expect(plain.allSatisfy { $0["explain"] == nil && $0["rejected"] == nil })
    }

    @Test func theCropThatMatchesIsNamed() throws {
        try FFmpeg.run([
            "-f", "lavfi", "-i", "color=white:s=1280x960", "-i", picture, "-filter_complex",
            "[1]scale=640:480[part];[0][part]overlay=640:480", "-frames:v", "1",
            try archive.folder.file("archive/pictures/poster.png"),
        ])
        #expect(try trove("index", archive.path).status == 0)
        let objects = try trove(
            "search", "--image", picture, "--type", "image", "--explain", "--json"
        ).objects()
        let poster = try #require(
            objects.first { ($0["path"] as? String)?.hasSuffix("poster.png") == true })
        let quarter = ["left": 0.5, "top": 0.5, "width": 0.5, "height": 0.5]
        #expect(poster["crop"] as? [String: Double] == quarter)
        let explain = try #require(poster["explain"] as? [String: Any])
        let segments = try #require(explain["segments"] as? [[String: Any]])
        #expect(segments.map { $0["crop"] as? [String: Double] } == [quarter, nil])
        // What shows the same in one part is no copy.
        #expect(poster["rejected"] == nil)

        let lines = try trove("search", "--image", picture, "--explain").output
        #expect(lines.contains("    seen, crop 50–100 % across, 50–100 % down: cosine "))
    }

    @Test func peopleReadWhy() throws {
        let output = try trove("search", "--image", picture, "--type", "image", "--explain").output
        let lines = output.split(separator: "\n").map(String.init)
        #expect(lines.first?.hasSuffix("and 1 like it") == true, "\(output)")
        #expect(lines.contains { $0.hasPrefix("    seen: cosine 1.000") })
        #expect(lines.contains { $0.hasPrefix("    candidates #") && $0.contains("cutoff #1") })
        #expect(lines.contains { $0.hasPrefix("    like it: ") })
        #expect(lines.contains("Filters: type image"))
        #expect(lines.contains("Rejected:"))

        let unwanted = try trove(
            "search", "--image", picture, "--without-image", archive.path + "/pictures/bars.jpg",
            "--no-cutoff", "--explain", "--type", "image")
        #expect(unwanted.output.contains("is what is not wanted: "), "\(unwanted.output)")
        #expect(unwanted.output.contains("bars.jpg"))
    }

    @Test func commandReranks() throws {
        let script = try archive.folder.write(
            """
            #!/bin/sh
            grep -o '"id":[0-9]*' | tr -dc '0-9\\n' \
            | awk '{ printf "{\\"id\\":%d,\\"score\\":%f}\\n", $1, 1 - 1 / ($1 + 1) }'

            """.utf8, to: "reverse.sh")
        func paths(_ command: String, seconds: String = "30") throws -> ([String?], String) {
            let result = try trove(
                "search", "a", "picture", "--no-cutoff", "--json", "--diverse", "--rerank-command",
                command, "--rerank-seconds", seconds)
            #expect(result.status == 0, "\(result.errors)")
            return (try result.objects().map { $0["path"] as? String }, result.errors)
        }
        let (before, failure) = try paths("false")
        #expect(
            failure == "Warning: the rerank command 'false' failed with status 1; "
                + "the order without it is shown\n")
        let (reversed, success) = try paths("sh \(script)")
        #expect(success.isEmpty)
        #expect(reversed.first != before.first)
        #expect(try paths("sleep 60", seconds: "0.3").0 == before)
        #expect(try trove("search", "x", "--rerank-seconds", "0").status == 2)
    }
}
