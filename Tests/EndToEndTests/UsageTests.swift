import Foundation
import TestSupport
import Testing

/// What a person gets who holds it wrong.
@Suite struct UsageTests {
    private let folder: TemporaryDirectory
    private let library: String

    init() throws {
        folder = try TemporaryDirectory()
        library = folder.path + "/library"
    }

    private func trove(_ arguments: String...) throws -> TroveProcess.Result {
        try TroveProcess.run(
            arguments,
            environment: ["TROVE_LIBRARY": library, "TROVE_SPACES": folder.path + "/spaces"])
    }

    private func trove(line: String) throws -> TroveProcess.Result {
        try TroveProcess.run(
            line.split(separator: " ").map(String.init),
            environment: ["TROVE_LIBRARY": library, "TROVE_SPACES": folder.path + "/spaces"])
    }

    @Test(arguments: [
        "--bogus", "bogus", "search", "search dog --bogus", "search dog --type photo",
        "search dog --type image,", "search dog --limit 0", "search dog --limit many",
        "search dog --image", "search --image 0*a.jpg", "search --like first",
        "search --video a.mp4@20", "search --video a.mp4@1:70-2:00", "search dog --pad many",
        "search dog --pad=-1", "embed", "embed --text a --image b.jpg", "eval", "status more",
        "space show", "space bogus", "space install clip", "space install",
        "quarantine --again", "index", "run",
        "index . --threads 0", "index . --threads two",
    ])
    func wrongUsageIsExplained(line: String) throws {
        let result = try trove(line: line)
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("Usage: trove"))
    }

    @Test func blankTextIsNoQuery() throws {
        #expect(try trove("search", "  ").status == 2)
    }

    @Test(arguments: [
        "index", "run", "search", "status", "quarantine", "embed", "eval", "space list",
        "space show",
        "space install",
    ])
    func helpTellsOfLibraryAndJSON(command: String) throws {
        let result = try trove(line: command + " --help")
        #expect(result.status == 0)
        #expect(result.output.contains("USAGE: trove " + command))
        #expect(result.output.contains("--library <dir>"))
        #expect(result.output.contains("--json"))
        #expect(result.errors.isEmpty)
    }

    @Test(arguments: ["search dog", "status", "quarantine", "status --json"])
    func missingLibraryIsNamed(line: String) throws {
        let result = try trove(line: line)
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(library))
        #expect(result.errors.contains("trove index"))
        #expect(result.errors.split(separator: "\n").count == 1)
    }

    @Test(arguments: ["embed --text dog", "space show starter"])
    func missingSpaceIsNamed(line: String) throws {
        let result = try trove(line: line)
        #expect(result.status == 1)
        #expect(result.errors.contains("'starter'"))
        #expect(result.errors.contains("trove space install starter"))
    }

    @Test func noSpacesAreNoObjects() throws {
        let result = try trove("space", "list", "--json")
        #expect(result.status == 0 && result.output.isEmpty)
    }

    @Test func readerThatGoesAwayIsNoError() throws {
        // The reader closes the pipe, and only then lets the program start.
        let errors = try shell(
            """
            mkfifo gate
            { cat gate; "$TROVE" --help; echo status $? >&2; } | { exec <&-; echo > gate; }
            """)
        #expect(errors == "status 0\n")
    }

    @Test func fullDiskIsAnError() throws {
        let errors = try shell(#""$TROVE" --help > /dev/full; echo status $? >&2"#)
        #expect(errors.contains("can't write the results"))
        #expect(errors.hasSuffix("status 1\n"))
    }

    /// Runs lines of shell in the folder and returns what they write to standard error.
    private func shell(_ lines: String) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/bash")
        process.arguments = ["-c", lines]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.environment = ProcessInfo.processInfo.environment
            .merging(["TROVE": TroveProcess.path]) { $1 }
        process.standardInput = FileHandle.nullDevice
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let said = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: said, as: UTF8.self)
    }
}
