import Foundation
import GRDB
import TestSupport
import Testing

/// From the starter space to a small CLIP, from the command line.
@Suite struct SpaceMigrationTests {
    private let archive: TestArchive
    private let clip: String

    init() throws {
        archive = try TestArchive()
        let picture = try Data(
            contentsOf: URL(fileURLWithPath: archive.path + "/pictures/red.png"))
        for number in 0..<30 {
            _ = try archive.folder.write(
                picture + Data("\(number)".utf8), to: "archive/many/\(number).png")
        }
        clip =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent()
            .appendingPathComponent("EncodingTests/Fixtures/clip-tiny").path
    }

    private func start(_ line: String, library: String? = nil) throws -> TroveProcess {
        try TroveProcess(
            line.split(separator: " ").map { String($0.replacing("@", with: clip)) },
            environment: ["TROVE_LIBRARY": library ?? archive.library])
    }

    private func trove(_ line: String, library: String? = nil) throws -> TroveProcess.Result {
        try start(line, library: library).wait()
    }

    private func search(library: String? = nil) throws -> String {
        let answer = try trove("search rain --no-cutoff --json", library: library)
        #expect(answer.status == 0, "\(answer.errors)")
        return answer.output
    }

    @Test func theNewSpaceAnswersOnceItIsComplete() throws {
        #expect(try trove("index \(archive.path)").status == 0)
        let before = try search()
        // Another space by the way is none.
        let refused = try trove("index \(archive.path) --space @")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("trove space migrate --to \(clip)"))
        #expect(try search() == before)

        // A disk that is not there must not cost what was on it.
        let away = archive.path + ".away"
        try FileManager.default.moveItem(atPath: archive.path + "/many", toPath: away)
        let halted = try trove("space migrate --to @")
        #expect(halted.status == 3, "\(halted.errors)")
        #expect(halted.output.contains("still answered in 'starter'"))
        #expect(try search() == before)
        try FileManager.default.moveItem(atPath: away, toPath: archive.path + "/many")

        let done = try trove("space migrate --to @ --json")
        #expect(done.status == 0, "\(done.errors)")
        #expect(done.errors.contains("no encoder for sound"))
        let report = try #require(try done.objects().first)
        #expect(report["encoded"] as? Int == 30 && report["switched"] as? Bool == true)
        #expect(report["dropped"] as? Bool == false)
        // It lies elsewhere than installed ones, and is found all the same.
        let found = try trove("search --image \(archive.path)/pictures/bars.jpg --json --no-cutoff")
        #expect(found.output.contains("bars.jpg"), "\(found.errors)")
        let status = try trove("status")
        #expect(status.output.contains("other space  starter"))
        #expect(status.output.contains("2 files that it has no encoder for"))
        let again = try trove("index \(archive.path)")
        #expect(again.status == 0, "\(again.errors)")
        #expect(again.output.contains("2 recordings not covered"))

        let dropped = try trove("space migrate --to @ --drop-old")
        #expect(dropped.status == 0 && dropped.output.contains("deleted"), "\(dropped.errors)")
        #expect(!(try trove("status").output.contains("starter")))
        #expect(try trove("search rain --space starter").status == 1)
        let contents = try LibraryContents(library: archive.library)
        #expect(contents.integrity == "ok" && contents.leftovers == [:])
    }

    @Test func thereMustBeALibraryAndASpace() throws {
        #expect(try trove("space migrate --to @").status == 1)
        #expect(!FileManager.default.fileExists(atPath: archive.library))
        #expect(try trove("index \(archive.path)/pictures").status == 0)
        #expect(try trove("space migrate --to nowhere").status == 1)
        #expect(try trove("space migrate").status == 2)
    }

    /// `TROVE_KILLED_RUNS=200 swift test --filter SpaceMigrationTests` kills as many.
    @Test func killedMigrationsGoOn() throws {
        let runs =
            ProcessInfo.processInfo.environment["TROVE_KILLED_RUNS"].flatMap { Int($0) } ?? 6
        #expect(try trove("index \(archive.path)").status == 0)
        let before = try search()
        let whole = archive.folder.path + "/whole"
        try FileManager.default.copyItem(atPath: archive.library, toPath: whole)
        let begin = ContinuousClock.now
        let migrated = try trove("space migrate --to @ --drop-old --threads 2", library: whole)
        let duration = (ContinuousClock.now - begin) / .seconds(1)
        #expect(migrated.status == 0, "\(migrated.errors)")
        let reference = try LibraryContents(library: whole)

        var random = SeededGenerator(seed: UInt64(Date().timeIntervalSince1970))
        var killed = 0
        var copies = 0
        var library = ""
        var encoded: Set<Int64> = []
        while killed < runs {
            if library.isEmpty {
                copies += 1
                library = archive.folder.path + "/killed-\(copies)"
                try FileManager.default.copyItem(atPath: archive.library, toPath: library)
                encoded = []
            }
            let process = try start("space migrate --to @ --threads 2", library: library)
            let moment = ContinuousClock.now + .seconds(.random(in: 0...duration, using: &random))
            while process.process.isRunning, .now < moment { usleep(2000) }
            if process.process.isRunning { killed += 1 }
            let signal = Int.random(in: 0..<4, using: &random) == 0 ? SIGINT : SIGKILL
            kill(process.process.processIdentifier, signal)
            let result = process.wait()
            #expect([SIGKILL, SIGINT, 130, 0].contains(result.status), "\(result.errors)")
            let now = try newEmbeddings(library)
            // A row that was written anew would have another number.
            #expect(now.isSuperset(of: encoded))
            encoded = now
            if try isSwitched(library) {
                try finish(library, reference)
                library = ""
            } else {
                #expect(try search(library: library) == before)
            }
        }
        if !library.isEmpty { try finish(library, reference) }
    }

    private func finish(_ library: String, _ reference: LibraryContents) throws {
        let result = try trove("space migrate --to @ --drop-old", library: library)
        #expect(result.status == 0, "\(result.errors)")
        let contents = try LibraryContents(library: library)
        #expect(contents.integrity == "ok" && contents.leftovers == [:])
        #expect(contents.segments == reference.segments)
        #expect(contents.distance(to: reference) < 1e-3)
    }

    private func newEmbeddings(_ library: String) throws -> Set<Int64> {
        try DatabaseQueue(path: library + "/catalog.sqlite").read { db in
            try Int64.fetchSet(
                db,
                sql: """
                    SELECT embedding.rowid FROM embedding JOIN space ON space.id = space_id
                    WHERE name <> 'starter'
                    """)
        }
    }

    private func isSwitched(_ library: String) throws -> Bool {
        try DatabaseQueue(path: library + "/catalog.sqlite").read { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT * FROM space WHERE is_current AND name <> 'starter')
                    """) ?? false
        }
    }
}
