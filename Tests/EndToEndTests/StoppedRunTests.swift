import Foundation
import TestSupport
import Testing

/// Runs that end early, and what else may happen while one goes on.
@Suite struct StoppedRunTests {
    private let archive: TestArchive

    init() throws {
        archive = try TestArchive()
    }

    private func trove(_ arguments: String..., library: String? = nil) throws
        -> TroveProcess.Result
    {
        try TroveProcess.run(
            arguments, environment: ["TROVE_LIBRARY": library ?? archive.library])
    }

    private func startIndexing() throws -> TroveProcess {
        try TroveProcess(
            ["index", archive.path, "--threads", "1"],
            environment: ["TROVE_LIBRARY": archive.library])
    }

    private func addPictures(_ count: Int) throws {
        let picture = try Data(
            contentsOf: URL(fileURLWithPath: archive.path + "/pictures/red.png"))
        // Bytes after the end of a PNG change nothing but its hash.
        for number in 0..<count {
            _ = try archive.folder.write(
                picture + Data("\(number)".utf8), to: "archive/many/\(number).png")
        }
    }

    /// What `trove status` says, once there is a library.
    private func status(_ library: String? = nil) throws -> [String: Any]? {
        let result = try trove("status", "--json", library: library)
        return result.status == 0 ? try result.objects().first : nil
    }

    private func indexedPaths() throws -> Int { try status()?["paths"] as? Int ?? 0 }

    private func wait(_ process: TroveProcess, until condition: () throws -> Bool) rethrows {
        while process.process.isRunning, try !condition() { usleep(20_000) }
    }

    /// What doesn't depend on the order and time of indexing, as JSON.
    private func counts(_ status: [String: Any]) throws -> String {
        let fields = ["assets", "paths", "bytes", "segments", "quarantined", "spaces"]
        let counts = status.filter { fields.contains($0.key) }
        try #require(counts.count == fields.count)
        return String(
            decoding: try JSONSerialization.data(withJSONObject: counts, options: .sortedKeys),
            as: UTF8.self)
    }

    /// Every segment as a search shows it: path, start and end.
    private func everything(_ library: String) throws -> [String] {
        let result = try trove(
            "search", "anything", "--json", "--no-cutoff", "--limit", "10000", library: library)
        // Equal pictures are one result, which names the others.
        return try result.objects().flatMap { found in
            ["\(found["path"] ?? "") \(found["start"] ?? "") \(found["end"] ?? "")"]
                + (found["similar"] as? [String] ?? []).map { "\($0) <null> <null>" }
        }.sorted()
    }

    @Test func killedRunIsCompletedByTheNext() throws {
        try addPictures(150)
        let killed = try startIndexing()
        try wait(killed) { try indexedPaths() >= 10 }
        kill(killed.process.processIdentifier, SIGKILL)
        #expect(killed.wait().status == SIGKILL)
        let kept = try indexedPaths()
        #expect((10..<156).contains(kept))

        let next = try trove("index", archive.path, "--json")
        #expect(next.status == 0, "\(next.errors)")
        #expect(try next.objects().first?["unchanged"] as? Int == kept)

        let whole = archive.folder.path + "/whole"
        #expect(try trove("index", archive.path, library: whole).status == 0)
        let (mended, reference) = (try #require(try status()), try #require(try status(whole)))
        #expect(try counts(mended) == counts(reference))
        #expect(reference["paths"] as? Int == 156)
        let found = try everything(archive.library)
        #expect(found == (try everything(whole)))
        #expect(found.count { $0.contains(".png <null>") } == 152)
    }

    @Test func aRunKeepsOthersOutButNotSearches() throws {
        try addPictures(2000)
        let run = try startIndexing()
        try wait(run) { try indexedPaths() > 0 }

        let second = try trove("index", archive.path)
        #expect(second.status == 4)
        #expect(second.output.isEmpty)
        #expect(second.errors.contains(archive.library))
        #expect(second.errors.contains("(process \(run.process.processIdentifier), since 20"))
        #expect(second.errors.split(separator: "\n").count == 1)

        let search = try trove("search", "a red wall", "--json", "--limit", "1")
        #expect(search.status == 0, "\(search.errors)")
        #expect(try search.objects().count == 1)
        #expect(run.process.isRunning)

        run.process.interrupt()
        let result = run.wait()
        #expect(result.status == 130)
        #expect(result.output.contains("Interrupted"))
        let last = try #require(try status()?["last_run"] as? [String: Any])
        #expect(last["outcome"] as? String == "interrupted")
        #expect((1..<2006).contains(try indexedPaths()))
    }

    @Test func interruptionDoesNotWaitForALongFile() throws {
        let long = try archive.folder.file("archive/a/long.mp4")
        try FFmpeg.run([
            "-f", "lavfi", "-i", "testsrc2=s=160x120:r=5:d=1200",
            "-f", "lavfi", "-i", "anoisesrc=c=brown:r=8000:d=1200:seed=3", "-c:v", "mpeg4", "-c:a",
            "pcm_s16le", "-f", "mov", long,
        ])
        let run = try startIndexing()
        try wait(run) { try status()?["last_run"] is [String: Any] }
        // The file is hashed by then, and being decoded.
        sleep(1)
        run.process.interrupt()
        #expect(run.wait().status == 130)
        // It is the first file, and its sound takes many times longer to encode.
        #expect(try indexedPaths() == 0)

        try FileManager.default.removeItem(atPath: long)
        let next = try trove("index", archive.path, "--json")
        #expect(next.status == 0)
        #expect(
            try next.objects().first?["indexed"] as? [String: Int]
                == ["image": 3, "audio": 2, "video": 1])
    }

    @Test func lockWithoutAHolderEndsWith4Too() throws {
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
}
