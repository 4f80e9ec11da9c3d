import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Retrieval

@Suite struct ExternalStageTests {
    /// What failed, as told by a stage.
    private final class Failures: Sendable {
        let errors = Mutex<[ExternalStageError]>([])
    }

    private var library: TestLibrary
    private let failures = Failures()

    init() throws {
        library = try TestLibrary()
        for (name, cosine) in [("best", 0.9), ("middle", 0.6), ("last", 0.2)] as [(String, Float)] {
            try library.add("/\(name).jpg", .image, [(.image, nil, vector(cosine))])
        }
    }

    private func paths(after command: String, seconds: Double = 30) throws -> [String] {
        let failures = failures
        let stage = ExternalStage(
            command: try ExternalCommand(command, seconds: seconds), text: "a", files: ["/q.wav"]
        ) { error in failures.errors.withLock { $0.append(error) } }
        return try library.context(Query([.letters("a")])).candidates(after: stage)
            .map(\.asset.path)
    }

    private var errors: [ExternalStageError] { failures.errors.withLock(\.self) }
    private static let before = ["/best.jpg", "/middle.jpg", "/last.jpg"]

    @Test func commandDecidesTheOrder() throws {
        let script = try RerankScript.reversingOrder.write(to: library.folder)
        #expect(try paths(after: script) == Self.before.reversed())
        // With an argument, and found in PATH.
        #expect(try paths(after: "sh \(script)") == Self.before.reversed())
        #expect(errors.isEmpty)
    }

    @Test func requestHoldsQueryAndCandidates() throws {
        let copy = library.folder.path + "/request"
        _ = try paths(after: "tee \(copy)")
        let request = try String(contentsOfFile: copy, encoding: .utf8)
        let lines = request.split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines.first == #"{"query":{"files":["/q.wav"],"text":"a"}}"#)
        let candidate = try #require(
            try JSONSerialization.jsonObject(with: Data(lines[1].utf8)) as? [String: Any])
        #expect(candidate["id"] as? Int == 1)
        #expect(candidate["path"] as? String == "/best.jpg")
        #expect(candidate["type"] as? String == "image")
        #expect(candidate["start"] == nil)
    }

    @Test(
        arguments: RerankScript.allCases.filter {
            ![.keepingOrder, .reversingOrder, .sleeping, .leavingAChild].contains($0)
        })
    func badAnswerChangesNothing(_ script: RerankScript) throws {
        #expect(try paths(after: script.write(to: library.folder)) == Self.before)
        #expect(errors.count == 1)
        switch (script, errors.first) {
        case (.failing, .failed(_, let status)): #expect(status == 7)
        case (.dying, .failed(_, let status)): #expect(status == 137)
        case (_, .badAnswer): break
        default: Issue.record("\(script): \(errors)")
        }
    }

    @Test func slowCommandIsKilledWithItsChildren() throws {
        let path = try RerankScript.leavingAChild.write(to: library.folder)
        let start = ContinuousClock.now
        #expect(try paths(after: path, seconds: 1) == Self.before)
        #expect(ContinuousClock.now - start < .seconds(20))
        #expect(errors.first == .timedOut(command: path, seconds: 1))
        let child = try #require(
            pid_t(
                String(contentsOfFile: path + ".child", encoding: .utf8)
                    .trimmingCharacters(in: .whitespacesAndNewlines)))
        // A moment passes until the killed child is gone, a zombie for whoever inherits it.
        let state = try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)
        #expect(state?.contains(") S ") != true)
    }

    @Test func unknownCommandIsNamed() throws {
        #expect(try paths(after: "/no/such/program now") == Self.before)
        guard case .notStarted("/no/such/program now", _) = errors.first else {
            Issue.record("\(errors)")
            return
        }
        #expect(throws: ExternalStageError.noCommand) { try ExternalCommand(" ", seconds: 1) }
    }

    @Test func emptyListRunsNothing() throws {
        let stage = ExternalStage(
            command: try ExternalCommand("/no/such/program", seconds: 1), text: "", files: []
        ) { Issue.record($0) }
        #expect(try stage.rerank([], in: library.context(Query([.letters("a")]))).isEmpty)
    }

    @Test func whatIsNotSentComesAfterwards() throws {
        var library = library
        for index in 0..<ExternalStage.depth {
            try library.add("/more\(index).jpg", .image, [(.image, nil, vector(0.15))])
        }
        let script = try RerankScript.keepingOrder.write(to: library.folder)
        let stage = ExternalStage(
            command: try ExternalCommand(script, seconds: 30), text: "", files: []
        ) { Issue.record($0) }
        let query = try Query([.letters("a")], limit: 200)
        let after = try library.context(query).candidates(after: stage)
        #expect(after.count == ExternalStage.depth + 3)
        #expect(after.last?.asset.path == "/more\(ExternalStage.depth - 1).jpg")
        #expect(after.first?.score == 1)
    }
}
