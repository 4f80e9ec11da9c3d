import Catalog
import Foundation
import Ingestion
import MediaDecoding
import MediaTypes
import TestSupport
import Testing

/// Files that end the process that decodes them.
@Suite struct DecodingWorkersTests {
    private let archive: Archive

    init() throws {
        archive = try Archive()
    }

    private func workers(memory: UInt64 = 4 << 30, seconds: UInt32 = 60) -> DecodingWorkers {
        DecodingWorkers(
            command: [BuiltProgram.path("FaultyWorker")],
            options: DecodingOptions(memory: memory, seconds: seconds))
    }

    /// Indexes one bad file among good ones, and expects that it alone is in the quarantine.
    private func failure(
        of content: String, name: String = "m.jpg", with workers: DecodingWorkers
    ) throws -> IndexFailure {
        for number in 1...6 { try archive.write("\(number).jpg", "good \(number)") }
        try archive.write("z.jpg", "good z")
        let path = try archive.write(name, content)
        let summary = try archive.index(media: workers)
        #expect(summary.indexed == 7)
        #expect(summary.problems == [])
        #expect(summary.quarantined.map(\.path) == [path])
        #expect(try archive.catalog.quarantine().map(\.attempts) == [1])
        return try #require(summary.quarantined.first)
    }

    @Test(arguments: [SIGSEGV, SIGABRT, SIGILL, SIGBUS, SIGFPE, SIGKILL])
    func aCrashCostsOneFile(signal: Int32) throws {
        let failure = try failure(of: "crash \(signal)", with: workers())
        #expect(failure.stage == .inspect)
        #expect(failure.reason.hasPrefix("the decoder crashed: signal \(signal), "))
        #expect(failure.reason.hasSuffix("(tried twice)"))
    }

    @Test func anEndWithoutASignalCostsOneFile() throws {
        #expect(
            try failure(of: "exit 7", with: workers()).reason
                == "the decoder ended with status 7 (tried twice)")
    }

    @Test func aCrashInTheMiddleCostsTheWholeFile() throws {
        let failure = try failure(of: "late", name: "m.mp4", with: workers())
        #expect(failure.stage == .decode)
        #expect(failure.reason.contains("signal \(SIGSEGV)"))
        #expect(try !archive.foundPaths().contains("m.mp4"))
    }

    @Test func processorTimeIsBounded() throws {
        #expect(
            try failure(of: "spin", with: workers(seconds: 1)).reason
                == "decoding took more than 1 s of processor time (signal \(SIGXCPU)) (tried twice)"
        )
    }

    @Test func memoryIsBounded() throws {
        let reason = try failure(of: "take 6000", with: workers(memory: 2 << 30)).reason
        #expect(reason.contains("crashed: signal"))
        #expect(reason.contains("it may take 2048 MiB of memory"))
    }

    @Test func whatAnotherFileLeftBehindIsNoReason() throws {
        for number in 1...5 { try archive.write("\(number).jpg", "stale \(number)") }
        let summary = try archive.index(threads: 2, media: workers())
        #expect(summary.indexed == 5)
        #expect(summary.outcome == .completed)
    }

    @Test func copiesOfACrashingFileAreTriedOnce() throws {
        for number in 1...4 { try archive.write("\(number).jpg", "crash \(SIGSEGV)") }
        let summary = try archive.index(media: workers())
        #expect(summary.quarantined.count == 4)
        #expect(try archive.index(media: workers()).stillQuarantined == 4)
    }

    @Test func aWorkerCanOnlyRead() throws {
        let path = try archive.write("a.jpg", "try")
        let workers = workers()
        _ = try workers.inspect(path: path)
        #expect(try workers.metadata(path: path, type: .image).captions == [])
        #expect(try FileManager.default.contentsOfDirectory(atPath: archive.root) == ["a.jpg"])
    }

    @Test func errorsOfFilesComeAsTheyAre() throws {
        let path = try archive.write("empty.jpg", "")
        #expect(throws: MediaDecodingError.empty) { try workers().inspect(path: path) }
        #expect(throws: MediaDecodingError.noSound) {
            try workers().sound(path: path, sampleRate: 16_000)
        }
    }

    @Test(arguments: [
        ["/bin/true"], ["/nonexistent/worker"], ["/bin/bash", "-c", "cat <&3 >&3"],
    ])
    func aProgramThatIsNoWorkerEndsTheRun(command: [String]) throws {
        try archive.write("a.jpg", "good")
        #expect(throws: WorkerStartError.self) {
            try archive.index(media: DecodingWorkers(command: command))
        }
        #expect(try archive.catalog.quarantine().isEmpty)
        #expect(try archive.index(media: workers()).indexed == 1)
    }
}
