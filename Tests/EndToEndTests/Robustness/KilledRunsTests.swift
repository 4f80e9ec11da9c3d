import Foundation
import TestSupport
import Testing

/// Runs that are killed at random moments, again and again.
///
/// `TROVE_KILLED_RUNS=200 swift test --filter KilledRunsTests` kills as many as are asked for.
@Suite struct KilledRunsTests {
    private static let runs =
        ProcessInfo.processInfo.environment["TROVE_KILLED_RUNS"].flatMap { Int($0) } ?? 6

    private let archive: TestArchive

    /// A mixed archive in which something fails, too.
    init() throws {
        archive = try TestArchive()
        let picture = try Data(
            contentsOf: URL(fileURLWithPath: archive.path + "/pictures/red.png"))
        for number in 0..<60 {
            _ = try archive.folder.write(
                picture + Data("\(number % 55)".utf8), to: "archive/many/\(number).png")
        }
        let sound = try Data(contentsOf: URL(fileURLWithPath: archive.path + "/sounds/rain.wav"))
        for number in 0..<5 {
            _ = try archive.folder.write(
                sound.prefix(200_000 + number * 1000), to: "archive/sounds/\(number).wav")
        }
        _ = try archive.folder.write(Array("no picture".utf8), to: "archive/bad.jpg")
        _ = try archive.folder.write(picture.prefix(200), to: "archive/cut.png")
    }

    private func start(_ library: String) throws -> TroveProcess {
        try TroveProcess(
            ["index", archive.path, "--threads", "2"], environment: ["TROVE_LIBRARY": library])
    }

    private func expect(_ library: String, toEqual reference: LibraryContents) throws {
        let contents = try LibraryContents(library: library)
        #expect(contents.integrity == "ok")
        #expect(contents.segments == reference.segments)
        #expect(contents.quarantine == reference.quarantine)
        #expect(contents.leftovers == [:])
        #expect(contents.distance(to: reference) < 1e-3)
    }

    @Test func nothingIsLostOrDoubled() throws {
        let whole = archive.folder.path + "/whole"
        let begin = ContinuousClock.now
        let run = try start(whole).wait()
        let duration = (ContinuousClock.now - begin) / .seconds(1)
        #expect(run.status == 3, "\(run.errors)")
        let reference = try LibraryContents(library: whole)
        #expect(reference.segments.count > 100 && reference.quarantine.count == 2)
        #expect(reference.leftovers == [:])

        var random = SeededGenerator(seed: UInt64(Date().timeIntervalSince1970))
        var library = archive.folder.path + "/killed-0"
        var killed = 0
        while killed < Self.runs {
            let process = try start(library)
            let moment = ContinuousClock.now + .seconds(.random(in: 0...duration, using: &random))
            while process.process.isRunning, .now < moment { usleep(2000) }
            let workers = ChildProcesses.of(process.process.processIdentifier)
            if process.process.isRunning { killed += 1 }
            let victim = Int.random(in: 0..<3, using: &random)
            if victim != 0, let worker = workers.randomElement(using: &random) {
                kill(worker, SIGKILL)
            }
            if victim != 1 { kill(process.process.processIdentifier, SIGKILL) }
            let result = process.wait()
            #expect([SIGKILL, 3].contains(result.status), "\(result.errors)")
            if result.status == SIGKILL { try expectEnd(of: workers) }
            if result.status == 3 {
                // It came through: the next one begins anew.
                try expect(library, toEqual: reference)
                library = archive.folder.path + "/killed-\(killed)"
            }
        }
        #expect(try start(library).wait().status == 3)
        try expect(library, toEqual: reference)
    }

    /// Workers end with their run.
    private func expectEnd(of workers: [Int32]) throws {
        for _ in 0..<100 where workers.contains(where: ChildProcesses.exists) { usleep(50_000) }
        #expect(!workers.contains(where: ChildProcesses.exists))
    }
}
