import Foundation
import TestSupport
import Testing

@testable import Ingestion
@testable import trove

#if canImport(FoundationXML)
    import FoundationXML
#endif

/// What a profile becomes for people and for other programs.
@Suite struct ProfilePictureTests {
    /// Counts the elements of a well-formed file.
    private final class Reader: NSObject, XMLParserDelegate {
        var elements: [String: Int] = [:]
        var words: [String] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String]
        ) { elements[name, default: 0] += 1 }

        func parser(_ parser: XMLParser, foundCharacters string: String) { words.append(string) }
    }

    /// Two working threads, and those around them, for so many seconds.
    private func profile(seconds: Int, workers: Int = 2) -> RunProfile {
        var threads = ThreadProfile.Role.allCases.map { ThreadProfile(role: $0) }
        threads += (1..<workers).map { _ in ThreadProfile(role: .work) }
        for index in threads.indices {
            let stages: [Stage] =
                switch threads[index].role {
                case .feed: [.walking, .hashing, .waitingForDecoding]
                case .work: [.decoding, .preparing, .encoding]
                case .commit: [.waitingForResults, .committing]
                }
            let step = Duration.milliseconds(4 + index)
            var now = Duration.zero
            for number in 0... {
                guard now < .seconds(seconds) else { break }
                let (stage, end) = (
                    stages[number % stages.count], min(now + step, .seconds(seconds))
                )
                threads[index].times.add(end - now, to: stage)
                threads[index].timeline.add(stage, from: now, to: end)
                now = end
            }
        }
        return RunProfile(
            elapsed: .seconds(seconds), threads: threads,
            processor: ProcessorTime(run: .seconds(seconds), decoding: .seconds(seconds)),
            batches: [.image: BatchCounts()])
    }

    private func read(_ svg: String) throws -> Reader {
        let parser = XMLParser(data: Data(svg.utf8))
        let reader = Reader()
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        return reader
    }

    @Test func everyThreadHasARowAndEveryStageAName() throws {
        let reader = try read(ProfilePicture(profile(seconds: 3)).svg)
        #expect(reader.elements["svg"] == 1)
        for words in [
            "Where 3.0 s went", "working 1", "working 2", "finding", "committing", "decoding",
            "waiting for results", "processor",
        ] {
            #expect(reader.words.contains(words), "\(words)")
        }
        #expect(!reader.words.contains("pausing"))
    }

    @Test func aLongRunsPictureIsSmall() throws {
        let svg = ProfilePicture(profile(seconds: 3000)).svg
        #expect(svg.utf8.count < 300_000)
        #expect(svg.utf8.count > 10_000)
        _ = try read(svg)
    }

    @Test func ofManyThreadsSomeAreDrawn() throws {
        let reader = try read(ProfilePicture(profile(seconds: 1, workers: 40)).svg)
        #expect(reader.words.contains("working 16") && !reader.words.contains("working 17"))
        #expect(reader.words.contains("and 24 more"))
    }

    @Test func aRunOfNoTimeIsDrawnToo() throws {
        let profile = RunProfile(
            elapsed: .zero, threads: [ThreadProfile(role: .work)],
            processor: ProcessorTime(run: .zero, decoding: .zero), batches: [:])
        _ = try read(ProfilePicture(profile).svg)
    }

    @Test func aFileIsReplacedAsAWhole() throws {
        let folder = try TemporaryDirectory()
        let path = try folder.write(Array("before".utf8), to: "profile.svg")
        try ProfilePicture(profile(seconds: 1)).write(to: path)
        #expect(try String(contentsOfFile: path, encoding: .utf8).hasSuffix("</svg>\n"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["profile.svg"])
    }

    @Test func wordsAreEscaped() throws {
        var drawing = SVGDrawing()
        drawing.write("a < b && c", x: 0, y: 0.25)
        let reader = try read(drawing.text(width: 10, height: 10))
        #expect(reader.words.joined().contains("a < b && c"))
    }

    @Test func sharesAreOfThreadsTimesTime() throws {
        let surroundings = ProfileReport.Surroundings(
            loadingSpace: 0.5, updatingIndex: 0.25, learningNoiseFloors: 1.25)
        let report = ProfileReport(profile(seconds: 6), surroundings)
        let sum = report.work.stages.values.reduce(0) { $0 + $1.share }
        #expect(abs(sum - 1) < 1e-9)
        #expect(report.work.threads == 2)
        #expect(report.processor.seconds == 12 && report.processor.decodingProcesses == 6)
        #expect(report.processor.stages["decoding"]?.share == 0.5)
        let lines = report.lines.joined(separator: "\n")
        #expect(lines.contains("2 working") && lines.contains("  encoding"))
        #expect(lines.contains("loading the space 0.50 s"))
    }
}
