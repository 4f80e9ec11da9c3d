import ArgumentParser
import Catalog
import Encoding
import Foundation
import Ingestion

struct QuarantineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Lists the files that could not be indexed, each with its reason.",
        discussion: "A file is tried again by the next run after it has changed.")

    @Flag(help: "Try all of them again.")
    var retry = false

    @OptionGroup var options: LibraryOptions

    func run() throws {
        if retry { return try tryAgain() }
        let entries = try Catalog(library: options.folder, access: .read).quarantine()
        if options.json {
            for entry in entries { try JSONLine.write(Output(entry)) }
        } else if entries.isEmpty {
            StandardOutput.write("No file is in the quarantine.")
        } else {
            let style = TextStyle(isTerminal: StandardOutput.isTerminal)
            for entry in entries {
                let path = style.strong(FilePath.display(entry.path))
                StandardOutput.write("\(path): \(entry.reason) " + style.faint(Self.history(entry)))
            }
        }
    }

    /// `(decode, tried twice, last on 2026-11-21 04:15)`
    private static func history(_ entry: QuarantineEntry) -> String {
        let times = HumanFormat.count(entry.attempts, "attempt")
        return "(\(entry.stage.rawValue), \(times), last \(HumanFormat.date(entry.lastFailed)))"
    }

    private func tryAgain() throws {
        // Only to say that there is none, instead of making one.
        _ = try Catalog(library: options.folder, access: .read)
        let catalog = try Catalog(library: options.folder)
        let paths = try catalog.quarantine().map(\.path)
        let present = paths.filter { FileManager.default.fileExists(atPath: $0) }
        // A folder that is not there may be on a disk that is not there.
        let gone = Set(paths).subtracting(present).filter {
            FileManager.default.fileExists(atPath: ($0 as NSString).deletingLastPathComponent)
        }
        try catalog.clearQuarantine(paths: Array(gone))
        guard !present.isEmpty else {
            return StandardOutput.write("No file is in the quarantine.")
        }
        var settings = IndexOptions(threads: ProcessInfo.processInfo.activeProcessorCount)
        settings.toleratesMissingRoots = true
        let session = IndexSession(
            catalog: catalog, space: try SpaceStore().load(LibrarySpace.location(catalog)),
            roots: present, options: settings, isJSON: options.json)
        let interruption = Interruption()
        let signals = StopSignals(interruption)
        let report = try withExtendedLifetime(signals) { try session.run(interruption) }
        try report.write(json: options.json)
        try report.end()
    }

    private struct Output: Encodable {
        let path: String
        let stage: FailureStage
        let reason: String
        let attempts: Int
        let firstFailed: Date
        let lastFailed: Date

        init(_ entry: QuarantineEntry) {
            path = entry.path
            stage = entry.stage
            reason = entry.reason
            attempts = entry.attempts
            firstFailed = entry.firstFailed
            lastFailed = entry.lastFailed
        }
    }
}
