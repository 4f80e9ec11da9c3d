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
        let results = try trove("search", "a", "picture", "--json", "--type", "image,audio")
            .objects()
        #expect(results.count == 5)
        #expect(results.map { $0["rank"] as? Int } == [1, 2, 3, 4, 5])
        for result in results {
            #expect(
                Set(result.keys) == ["rank", "path", "type", "start", "end", "score", "matched"])
            let isPhoto = result["type"] as? String == "image"
            #expect((result["start"] is NSNull) == isPhoto)
            #expect((result["end"] is NSNull) == isPhoto)
            #expect(result["matched"] as? [String] == [isPhoto ? "seen" : "heard"])
        }
        #expect(try trove("search", "a picture", "--json", "--limit", "2").objects().count == 2)

        let people = try trove("search", "a picture", "--type", "image", "--limit", "1")
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
    }

    private func refusesWhatCanNotBeSearchedWith() throws {
        let sound = try trove("search", "--image", archive.sound)
        #expect(sound.status == 1)
        #expect(sound.errors.hasPrefix("Error: \(archive.sound): "))
        #expect(try trove("search", "--audio", archive.path + "/none.wav").status == 1)
        #expect(try trove("eval", "--queries", archive.sound).status == 1)
    }

    @Test func badFilesAreQuarantinedWithTheirReasons() throws {
        try archive.addBadFiles()
        let result = try trove("index", archive.path)
        #expect(result.status == 3, "\(result.errors)")
        #expect(result.output.contains("3 files quarantined"))
        #expect(result.output.contains("empty.wav"))

        let entries = try trove("quarantine", "--json").objects()
        let paths = entries.compactMap { $0["path"] as? String }
        #expect(paths == ["cut.jpg", "empty.wav", "text.jpg"].map { archive.path + "/bad/" + $0 })
        #expect(entries.allSatisfy { ($0["reason"] as? String)?.isEmpty == false })
        #expect(try trove("quarantine").status == 0)

        let again = try trove("index", archive.path)
        #expect(again.status == 3)
        #expect(again.output.contains("3 files still quarantined"))
    }

    @Test func libraryInUseEndsWith4() throws {
        try FileManager.default.createDirectory(
            atPath: archive.library, withIntermediateDirectories: true)
        let descriptor = open(archive.library + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        #expect(flock(descriptor, LOCK_EX) == 0)
        defer { close(descriptor) }
        let result = try trove("index", archive.path)
        #expect(result.status == 4)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(archive.library))
    }

    @Test func whatIsNotThereIsNamed() throws {
        let result = try trove("index", archive.path + "/none")
        #expect(result.status == 1)
        #expect(result.errors.contains(archive.path + "/none"))
        #expect(!FileManager.default.fileExists(atPath: archive.library))

        let empty = archive.folder.path + "/nothing"
        try FileManager.default.createDirectory(
            atPath: empty, withIntermediateDirectories: true)
        #expect(try trove("index", empty).output.contains("Nothing to index"))
        #expect(try trove("search", "dog").errors.contains("is empty"))
    }

    @Test func interruptionEndsWith130AndKeepsWhatIsDone() throws {
        let picture = try Data(contentsOf: URL(fileURLWithPath: archive.path + "/pictures/red.png"))
        // Bytes after the end of a PNG change nothing but its hash.
        for number in 0..<2000 {
            _ = try archive.folder.write(
                picture + Data("\(number)".utf8), to: "archive/many/\(number).png")
        }
        let process = try TroveProcess(
            ["index", archive.path, "--threads", "1"],
            environment: ["TROVE_LIBRARY": archive.library])
        while process.process.isRunning, try indexedPaths() == 0 { usleep(20_000) }
        process.process.interrupt()
        let result = process.wait()
        #expect(result.status == 130)
        #expect(result.output.contains("Interrupted"))
        let status = try #require(try trove("status", "--json").objects().first)
        let run = try #require(status["last_run"] as? [String: Any])
        #expect(run["outcome"] as? String == "interrupted")
        #expect((1..<2006).contains(try indexedPaths()))
    }

    private func indexedPaths() throws -> Int {
        let status = try trove("status", "--json")
        guard status.status == 0 else { return 0 }
        return try status.objects().first?["paths"] as? Int ?? 0
    }
}
