import Foundation
import TestSupport
import Testing

/// Indexes real media with the starter space, which must be installed.
@Suite struct IndexAndSearchTests {
    private let archive: TestArchive

    init() throws {
        archive = try TestArchive()
    }

    private func trove(_ arguments: String...) throws -> TroveProcess.Result {
        try TroveProcess.run(arguments, environment: ["TROVE_LIBRARY": archive.library])
    }

    @Test func archiveIsFoundByTextPictureAndSound() throws {
        let first = try trove("index", archive.path, "--json")
        #expect(first.status == 0, "\(first.errors)")
        let summary = try #require(try first.objects().first)
        #expect(summary["indexed"] as? [String: Int] == ["image": 3, "audio": 2, "video": 1])
        #expect(summary["interrupted"] as? Bool == false)

        let again = try #require(try trove("index", archive.path, "--json").objects().first)
        #expect(again["unchanged"] as? Int == 6)
        #expect(again["indexed"] as? [String: Int] == ["image": 0, "audio": 0, "video": 0])

        let status = try #require(try trove("status", "--json").objects().first)
        #expect(status["assets"] as? [String: Int] == ["image": 3, "audio": 2, "video": 1])
        #expect(status["quarantined"] as? Int == 0)

        try findsByText()
        try findsByPicture()
        try findsTheMomentOfASound()
        try evaluates()
        try refusesWhatCanNotBeSearchedWith()
    }

    private func findsByText() throws {
        let results = try trove(
            "search", "a", "picture", "--json", "--no-cutoff", "--type", "image,audio"
        ).objects()
        #expect(results.count == 5)
        #expect(results.map { $0["rank"] as? Int } == [1, 2, 3, 4, 5])
        for result in results {
            #expect(
                Set(result.keys)
                    == ["rank", "id", "path", "type", "start", "end", "score", "matched"])
            let isPhoto = result["type"] as? String == "image"
            #expect((result["start"] is NSNull) == isPhoto)
            #expect((result["end"] is NSNull) == isPhoto)
            #expect(result["matched"] as? [String] == [isPhoto ? "seen" : "heard"])
        }
        #expect(
            try trove("search", "a picture", "--json", "--no-cutoff", "--limit", "2").objects()
                .count == 2)

        let people = try trove(
            "search", "a picture", "--no-cutoff", "--type", "image", "--limit", "1")
        #expect(people.output.hasPrefix("1  "))
        #expect(people.output.contains("/pictures/"))
        #expect(!people.output.contains("\u{1B}"))
    }

    private func findsByPicture() throws {
        let picture = archive.path + "/pictures/fractal.png"
        let first = try #require(try trove("search", "--image", picture, "--json").objects().first)
        #expect(first["path"] as? String == picture)
        #expect(try #require(first["score"] as? Double) > 0.999)
    }

    private func findsTheMomentOfASound() throws {
        let first = try #require(
            try trove("search", "--audio", archive.sound, "--json").objects().first)
        #expect(first["path"] as? String == archive.video)
        #expect(first["type"] as? String == "video")
        #expect(first["matched"] as? [String] == ["heard"])
        let start = try #require(first["start"] as? Double)
        let end = try #require(first["end"] as? Double)
        #expect(start >= 15 && start <= 20 && end >= 25 && end <= 30, "\(start)…\(end)")

        let people = try trove("search", "--audio", archive.sound, "--limit", "1").output
        #expect(people.contains("video  00:"))
        #expect(people.contains("heard"))
    }

    private func evaluates() throws {
        let queries = try archive.folder.write(
            Array(
                """
                query,relevant_path,start,end
                alarm.wav,clip.mp4,20,25
                archive/pictures/red.png,pictures/red.png,,

                """.utf8), to: "queries.csv")
        let result = try trove("eval", "--queries", queries, "--json")
        #expect(result.status == 0, "\(result.errors)")
        let report = try #require(try result.objects().first)
        #expect(report["queries"] as? Int == 2)
        #expect(report["recall@1"] as? Double == 1)
        #expect(report["median_rank"] as? Double == 1)
        let moments = try #require(report["moment_recall@1"] as? [String: Double])
        #expect(moments["0.3"] == 1 && moments.keys.sorted() == ["0.3", "0.5", "0.7"])
        let momentKeys: Set = ["moment_recall@1", "moment_recall@3", "moment_map"]
        #expect(Set(report.keys) == Self.recallKeys.union(momentKeys))

        let pictures = try archive.folder.write(
            Array("query,relevant_path\narchive/pictures/red.png,pictures/red.png\n".utf8),
            to: "pictures.csv")
        let seen = try trove("eval", "--queries", pictures, "--json").objects()
        #expect(seen.map { Set($0.keys) } == [Self.recallKeys])
    }

    private static let recallKeys: Set = [
        "queries", "recall@1", "recall@5", "recall@10", "median_rank", "ndcg@10", "kept",
    ]

    private func refusesWhatCanNotBeSearchedWith() throws {
        let sound = try trove("search", "--image", archive.sound)
        #expect(sound.status == 1)
        #expect(sound.errors.hasPrefix("Error: \(archive.sound): "))
        #expect(try trove("search", "--audio", archive.path + "/none.wav").status == 1)
        #expect(try trove("eval", "--queries", archive.sound).status == 1)

        let queries = try archive.folder.write(
            Array("query,relevant_path\nfractal,fractal.png\nsounds/none.wav,river.flac\n".utf8),
            to: "missing.csv")
        let missing = try trove("eval", "--queries", queries)
        #expect(missing.status == 1)
        #expect(missing.errors.hasPrefix("Error: \(archive.folder.path)/sounds/none.wav: "))
        #expect(missing.output.isEmpty)

        let silence = archive.folder.path + "/silence.wav"
        try FFmpeg.run(["-f", "lavfi", "-i", "anullsrc=r=44100:d=1", silence])
        let silent = try trove("search", "--audio", silence)
        #expect(silent.status == 1)
        #expect(silent.errors.hasPrefix("Error: \(silence): the sound is silent"))
    }

    @Test func embeddingsAreUnitVectorsOfTheSpace() throws {
        let picture = archive.path + "/pictures/bars.jpg"
        for input in [["--text", "a bird"], ["--image", picture], ["--audio", archive.sound]] {
            let objects = try TroveProcess.run(["embed"] + input).objects()
            let object = try #require(objects.first)
            #expect(objects.count == 1 && Set(object.keys) == ["space", "dim", "vector"])
            #expect(object["space"] as? String == "starter")
            let vector = try #require(object["vector"] as? [Double])
            #expect(object["dim"] as? Int == vector.count && vector.count > 1)
            #expect(abs(vector.reduce(0) { $0 + $1 * $1 } - 1) < 1e-4)
        }
    }
}
