import Foundation
import TestSupport
import Testing

/// `trove run`: jobs, their reports, and what others see of them.
@Suite struct JobTests {
    private let archive: TestArchive

    init() throws {
        archive = try TestArchive()
    }

    private func trove(_ arguments: String...) throws -> TroveProcess.Result {
        try TroveProcess.run(arguments, environment: ["TROVE_LIBRARY": archive.library])
    }

    private func start(_ arguments: String...) throws -> TroveProcess {
        try TroveProcess(arguments, environment: ["TROVE_LIBRARY": archive.library])
    }

    private func job(_ lines: String) throws -> String {
        try archive.folder.write(
            Array("roots: archive\nsettle: 0 s\n\(lines)\n".utf8), to: "nightly.yaml")
    }

    private func status() throws -> [String: Any] {
        let result = try trove("status", "--json")
        return result.status == 0 ? try result.objects().first ?? [:] : [:]
    }

    private func wait(_ process: TroveProcess, until condition: () throws -> Bool) rethrows {
        while process.process.isRunning, try !condition() { usleep(50_000) }
    }

    /// A window that is closed for the next hour, or open.
    private func hours(isOpen: Bool) -> String {
        let parts = Calendar.current.dateComponents([.hour, .minute], from: Date())
        let now = (parts.hour ?? 0) * 60 + (parts.minute ?? 0)
        let start = (now + (isOpen ? 1430 : 60)) % 1440
        return [start, (start + 120) % 1440]
            .map { String(format: "%02d:%02d", $0 / 60, $0 % 60) }.joined(separator: "-")
    }

    @Test func aJobIsDoneAndReported() throws {
        let file = try job("exclude: videos/\nreport: {format: html, file: report.html}")
        let first = try trove("run", file, "--json")
        #expect(first.status == 0, "\(first.errors)")
        let report = try #require(try first.objects().first)
        #expect(report["job"] as? String == "nightly")
        #expect(report["new"] as? Int == 5 && report["changed"] as? Int == 0)
        let times = try #require(report["stage_seconds"] as? [String: Double])
        #expect(
            times.keys.sorted() == [
                "committing", "decoding", "encoding", "hashing", "inspecting", "preparing",
                "walking",
            ])
        #expect(report["profile"] == nil)
        let html = try String(contentsOfFile: archive.folder.path + "/report.html", encoding: .utf8)
        #expect(html.hasPrefix("<!DOCTYPE html>") && html.contains("<th>New</th><td>5</td>"))

        try FileManager.default.moveItem(
            atPath: archive.path + "/pictures/red.png", toPath: archive.path + "/rot.png")
        try FileManager.default.removeItem(atPath: archive.path + "/sounds/rain.wav")
        _ = try archive.folder.write(Array("<b>no picture".utf8), to: "archive/<i>.jpg")
        let second = try trove("run", file)
        #expect(second.status == 3)
        for line in [
            "1 file moved or renamed.", "1 file gone, and forgotten.", "1 file quarantined:",
        ] {
            #expect(second.output.contains(line), "\(second.output)")
        }
        let page = try String(contentsOfFile: archive.folder.path + "/report.html", encoding: .utf8)
        #expect(page.contains("&lt;i&gt;.jpg") && !page.contains("<i>"))

        let status = try status()
        let runs = try #require(status["runs"] as? [[String: Any]])
        #expect(runs.map { $0["job"] as? String } == ["nightly", "nightly"])
        #expect(runs.map { $0["outcome"] as? String } == ["partial", "completed"])
        #expect(status["unseen"] as? Int == 1)
        #expect(status["current"] is NSNull || status["current"] == nil)
        let people = try trove("status").output
        #expect(people.contains("nightly, partial in"))
        #expect(people.contains("1 file kept for a while"))
    }

    @Test func aMistakeIsNamedWithItsLine() throws {
        let file = try job("limits:\n  thread: 2")
        let result = try trove("run", file)
        #expect(result.status == 1)
        #expect(
            result.errors.hasPrefix(
                "Error: \(file):4: limits.thread: unknown key; known are file, memory, nice, "))
        #expect(!FileManager.default.fileExists(atPath: archive.library))
        #expect(try trove("run", archive.path + "/none.yaml").status == 1)
    }

    @Test func aMissingRootIsReportedAndTheOthersAreIndexed() throws {
        let file = try archive.folder.write(
            Array("roots: [archive/pictures, none]\nsettle: 0 s\n".utf8), to: "two.yaml")
        let result = try trove("run", file)
        #expect(result.status == 3)
        #expect(result.output.contains("Indexed 3 photos"))
        #expect(result.output.contains("none: no such file or folder"))
    }

    @Test func outsideOfItsWindowAJobStops() throws {
        let closed = try job("window: {hours: '\(hours(isOpen: false))', outside: stop}")
        let result = try trove("run", closed)
        #expect(result.status == 3)
        #expect(result.output.contains("Stopped, as the job's window has closed."))
        #expect(result.output.contains("The job's window opens next on "))
        let open = try job("window: {hours: '\(hours(isOpen: true))'}\nlimits: {nice: 5}")
        #expect(try trove("run", open).status == 0)
        #expect(try status()["paths"] as? Int == 6)
    }

    @Test func othersSeeHowFarARunIs() throws {
        let picture = try Data(
            contentsOf: URL(fileURLWithPath: archive.path + "/pictures/red.png"))
        for number in 0..<3000 {
            _ = try archive.folder.write(
                picture + Data("\(number)".utf8), to: "archive/many/\(number).png")
        }
        let run = try start("run", try job("limits: {threads: 1}"), "--json")
        var current: [String: Any] = [:]
        try wait(run) {
            current = try status()["current"] as? [String: Any] ?? [:]
            return ((current["progress"] as? [String: Any])?["done"] as? Int ?? 0) > 0
        }
        #expect(current["process"] as? Int32 == run.process.processIdentifier)
        #expect(current["job"] as? String == "nightly")
        let progress = try #require(current["progress"] as? [String: Any])
        #expect(progress["found"] as? Int == 3006)
        #expect((progress["bytes_left"] as? Int ?? 0) > 0)
        #expect(try trove("status").output.contains("job nightly since "))

        let second = try trove("run", archive.folder.path + "/nightly.yaml")
        #expect(second.status == 4)
        #expect(second.errors.contains("(process \(run.process.processIdentifier), since 20"))

        kill(run.process.processIdentifier, SIGKILL)
        let killed = run.wait()
        #expect(killed.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"event\":") })
        let after = try status()
        #expect(after["current"] is NSNull || after["current"] == nil)
        let left = try #require(after["left"] as? [String: [String: Int]])
        #expect((left["image"]?["files"] ?? 0) + (after["paths"] as? Int ?? 0) >= 3000)
        #expect(try trove("status").output.contains("killed; the next run continues"))
    }

    @Test func whatChangesIsIndexedWhileAJobWatches() throws {
        let run = try start("run", "--watch", try job(""))
        try wait(run) { try status()["paths"] as? Int == 6 }
        try FFmpeg.run([
            "-f", "lavfi", "-i", "color=blue:s=64x48", "-frames:v", "1",
            archive.folder.file("archive/new/blue.png"),
        ])
        try wait(run) { try status()["paths"] as? Int == 7 }
        // In a folder that came to be meanwhile.
        try FileManager.default.copyItem(
            atPath: archive.path + "/new/blue.png", toPath: archive.path + "/new/copy.png")
        try wait(run) { try status()["paths"] as? Int == 8 }
        try FileManager.default.removeItem(atPath: archive.path + "/pictures")
        try wait(run) { try status()["paths"] as? Int == 5 }
        #expect(run.process.isRunning)
        run.process.interrupt()
        #expect(run.wait().status == 130)
        #expect(try status()["paths"] as? Int == 5)
    }

    @Test func theQuarantineCanBeTriedAgain() throws {
        _ = try archive.folder.write(Array("no picture".utf8), to: "archive/bad.jpg")
        _ = try archive.folder.write(Array("no sound".utf8), to: "archive/gone.wav")
        #expect(try trove("index", archive.path).status == 3)
        try FileManager.default.removeItem(atPath: archive.path + "/gone.wav")
        #expect(try trove("quarantine", "--retry").status == 3)
        let entries = try trove("quarantine", "--json").objects()
        #expect(entries.map { $0["attempts"] as? Int } == [2])
        #expect(entries.map { $0["stage"] as? String } == ["inspect"])
        #expect(try trove("quarantine").output.contains(" (inspect, 2 attempts, last 20"))
        #expect(try status()["paths"] as? Int == 6)

        let good = archive.path + "/pictures/bars.jpg"
        try FileManager.default.removeItem(atPath: archive.path + "/bad.jpg")
        try FileManager.default.copyItem(atPath: good, toPath: archive.path + "/bad.jpg")
        #expect(try trove("quarantine", "--retry").status == 0)
        #expect(try trove("quarantine", "--retry").output == "No file is in the quarantine.\n")
    }
}
