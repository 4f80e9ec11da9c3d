import Foundation
import Ingestion
import MediaTypes
import TestSupport
import Testing

@testable import Jobs

@Suite struct JobFileTests {
    private static let examples = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("jobs")

    private func parse(_ text: String) throws -> Job {
        try JobFile.parse(text, file: "/home/ada/jobs/nightly.yaml")
    }

    @Test func everyExampleIsAJob() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.examples.path)
            .filter { $0.hasSuffix(".yaml") }
        #expect(names.count >= 3)
        for name in names {
            let job = try JobFile.load(path: Self.examples.path + "/" + name)
            #expect(job.name == (name as NSString).deletingPathExtension)
            #expect(!job.roots.isEmpty)
        }
    }

    /// The example and the documentation name the defaults.
    @Test func theExampleOfEverythingHasTheDefaults() throws {
        let all = try JobFile.load(path: Self.examples.path + "/everything.yaml")
        let bare = try parse("roots: /a")
        #expect(all.space == "starter" && bare.space == nil && all.nice == bare.nice)
        #expect(all.decoding == bare.decoding)
        #expect(all.options.settling == bare.options.settling)
        #expect(all.options.grace == bare.options.grace)
        #expect(all.options.order == bare.options.order)
        #expect(all.options.outsideWindow == bare.options.outsideWindow)
        #expect(all.options.soundHop == bare.options.soundHop)
        #expect(all.options.cropsPhotos == bare.options.cropsPhotos)
        #expect(all.options.retry == bare.options.retry)
        #expect(all.options.rules.hidden == bare.options.rules.hidden)
        #expect(all.options.rules.symbolicLinks == bare.options.rules.symbolicLinks)
        #expect(all.options.rules.otherFileSystems == bare.options.rules.otherFileSystems)
        #expect(all.report.format == bare.report.format)
        #expect(bare.report.profilePicture == nil && !bare.options.isProfiled)
        #expect(all.options.isProfiled, "a picture needs a profile")
    }

    @Test func everyKeyIsDocumented() throws {
        let docs = try String(
            contentsOf: Self.examples.deletingLastPathComponent()
                .appendingPathComponent("docs/job-format.md"), encoding: .utf8)
        let text = try String(
            contentsOf: Self.examples.appendingPathComponent("everything.yaml"), encoding: .utf8)
        var section = ""
        var keys = 0
        for line in text.split(separator: "\n") {
            guard let match = line.firstMatch(of: /^( *)([a-z_]+):/) else { continue }
            let name = String(match.2)
            if match.1.isEmpty { section = name }
            let key = match.1.isEmpty ? name : section + "." + name
            if ["order", "window", "sampling", "limits", "retry", "report"].contains(key) {
                continue
            }
            keys += 1
            #expect(docs.contains("| `\(key)` |"), "\(key)")
        }
        #expect(keys == docs.matches(of: /(?m)^\| `[a-z_.]+` \|/).count)
    }

    @Test func everythingIsRead() throws {
        let job = try parse(
            """
            name: mine
            roots: [~/Pictures, photos, /mnt/a/../b]
            space: ../spaces/big
            include: "*.jpg"
            exclude: [raw/, /x/**]
            hidden: true
            symbolic_links: skip
            other_file_systems: false
            settle: 1.5 min
            keep_deleted: 2 days
            order: {types: [video, image], within: newest}
            window: {hours: 22:30-6:05, outside: stop}
            sampling: {video: 5 s, sound: 2 s}
            limits: {threads: 3, nice: 19, memory: 2 GiB, processor_time: 1 h, file: 2GB, picture: 50 MP}
            retry: {attempts: 4, after: 12 h}
            report: {format: html, file: out.html}
            """)
        #expect(job.name == "mine" && job.options.job == "mine")
        #expect(job.roots == [NSHomeDirectory() + "/Pictures", "/home/ada/jobs/photos", "/mnt/b"])
        #expect(job.space == "/home/ada/spaces/big")
        #expect(job.options.rules.include.count == 1 && job.options.rules.exclude.count == 2)
        #expect(job.options.rules.hidden && !job.options.rules.symbolicLinks)
        #expect(!job.options.rules.otherFileSystems)
        #expect(job.options.settling == 90 && job.options.grace == 172_800)
        #expect(job.options.order == IndexOrder(types: [.video, .image], within: .newest))
        #expect(job.options.window == DailyWindow(start: 22 * 60 + 30, end: 6 * 60 + 5))
        #expect(job.options.outsideWindow == .stop)
        #expect(job.decoding.keyframeInterval == 5 && job.options.soundHop == 2)
        #expect(job.threads == 3 && job.nice == 19)
        #expect(job.decoding.memory == 2 << 30 && job.decoding.seconds == 3600)
        #expect(job.options.largestFile == 2_000_000_000)
        #expect(job.decoding.limits.maxPixels == 50_000_000)
        #expect(job.options.retry == RetryPolicy(attempts: 4, pause: 43_200))
        #expect(job.report == Job.Report(format: .html, file: "/home/ada/jobs/out.html"))
    }

    @Test(arguments: [
        ("roots: /a\nroot: /b", ":2: root: unknown key; known are exclude, "),
        ("roots: /a\nlimits:\n  thread: 2", ":3: limits.thread: unknown key; known are file, "),
        ("space: starter", ":1: roots: is missing"),
        ("roots: []", ":1: roots: is missing"),
        ("roots: {a: b}", ":1: roots: must be a text"),
        ("roots: [/a, [b]]", ":1: roots: must be a text"),
        ("roots: /a\nhidden: maybe", ":2: hidden: must be true or false"),
        ("roots: /a\nlimits: 3", ":2: limits: must have keys and values"),
        ("roots: /a\nlimits: {threads: 0}", ":2: limits.threads: must be a whole number, 1…1024"),
        ("roots: /a\nlimits: {memory: 4}", ":2: limits.memory: must be a number with a unit: B, "),
        ("roots: /a\nlimits: {memory: 5 MB}", ":2: limits.memory: must be 1 GiB to 1 TiB"),
        ("roots: /a\nsettle: -1 s", ":2: settle: must be a number with a unit: s, min, "),
        ("roots: /a\nsettle: 1e400 s", ":2: settle: must be a number with a unit"),
        ("roots: /a\nwindow: {outside: stop}", ":2: window.hours: is missing"),
        ("roots: /a\nwindow: {hours: 22:00}", ":2: window.hours: must be two times of day"),
        ("roots: /a\nwindow: {hours: 22:00-24:00}", ":2: window.hours: must be two times of day"),
        ("roots: /a\nwindow: {hours: 22:00-22:00}", ":2: window.hours: must be two times of day"),
        ("roots: /a\norder: {within: size}", ":2: order.within: must be one of path, newest, "),
        ("roots: /a\norder: {types: [photo]}", ":2: order.types: must be one of image, "),
        ("roots: /a\nexclude: ['[a']", ":2: exclude: is no pattern: a [ without its ]"),
        ("roots: /a\nroots: /b", ": roots: comes twice"),
        ("roots: [/a", ":2: is no YAML: "), ("", ": is empty"), ("- a", ":1: must have keys"),
        ("? [a]\n: b", ":1: has a key that is no name"),
    ])
    func mistakesAreNamed(text: String, message: String) throws {
        let error = try #require(throws: JobError.self) { try parse(text) }
        #expect(
            error.description.hasPrefix("/home/ada/jobs/nightly.yaml")
                && error.description.contains(message), "\(error)")
    }

    @Test func noiseIsNoTrouble() throws {
        let text = try String(
            contentsOf: Self.examples.appendingPathComponent("everything.yaml"), encoding: .utf8)
        var random = SeededGenerator(seed: 9)
        for _ in 0..<300 {
            var bytes = Array(text.utf8)
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(
                    in: 9...126, using: &random)
            }
            do {
                _ = try parse(String(decoding: bytes, as: UTF8.self))
            } catch {
                #expect(error is JobError)
            }
        }
    }

    @Test func aMissingFileIsNamed() {
        #expect(throws: JobError.self) { try JobFile.load(path: "/nowhere/a.yaml") }
    }
}
