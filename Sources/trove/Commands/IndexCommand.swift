import ArgumentParser
import Catalog
import Encoding
import Foundation
import Ingestion
import Retrieval

struct IndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Brings the library up to date with files and folders.",
        discussion: """
            Unchanged files are skipped, so a second run is quick and a stopped one continues. \
            Files that can't be read are put into the quarantine with their reason.
            """)

    @Argument(help: ArgumentHelp("Files and folders to index.", valueName: "path"))
    var paths: [String]

    @Option(
        help: ArgumentHelp(
            "Files decoded and encoded at once. (default: one a processor)", valueName: "n"))
    var threads: Int?

    @OptionGroup var space: SpaceOptions
    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads must be 1…1024.")
        }
    }

    func run() throws {
        let paths = paths.map(FilePath.absolute)
        // Before a library is made for a slip of the keyboard.
        for path in paths where !FileManager.default.fileExists(atPath: path) {
            throw IndexingError.missing(path: path)
        }
        let space = try SpaceStore().load(space.space)
        let catalog = try Catalog(library: options.folder)
        let progress = IndexProgress()
        let run = try IndexRun(
            roots: paths, catalog: catalog, space: space,
            options: IndexOptions(
                threads: threads ?? ProcessInfo.processInfo.activeProcessorCount),
            media: DecodingWorkers(), observer: progress)
        let interruption = Interruption()
        let signals = StopSignals(interruption)
        let summary = try withExtendedLifetime(signals) {
            defer { progress.finish() }
            return try run.execute(interruption: interruption)
        }
        if !summary.wasInterrupted {
            let learner = try CalibrationLearner(catalog: catalog, space: space)
            let hasChanged = summary.segmentsAdded > 0 || summary.removed.paths > 0
            if try hasChanged || learner.isDue { try learner.learn() }
        }
        let report = IndexReport(summary: summary, indexed: progress.indexed)
        if options.json {
            try JSONLine.write(report)
        } else {
            let style = TextStyle(isTerminal: StandardOutput.isTerminal)
            for line in report.lines(style) { StandardOutput.write(line) }
        }
        switch summary.outcome {
        case .interrupted: throw ExitStatus.interrupted.exitCode
        case .partial: throw ExitStatus.partial.exitCode
        default: return
        }
    }
}
