import ArgumentParser
import Catalog
import Encoding
import Foundation
import Ingestion

struct SpaceMigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Encodes a library in another space, and then searches in that.",
        discussion: """
            Searches are answered in the old space until everything is encoded in the new one; then \
            one step switches. A migration that was stopped continues where it was. The old \
            embeddings are kept, so that going back costs only what came since; --drop-old makes \
            room instead, and may also be given later.
            """)

    @Option(
        help: ArgumentHelp(
            "The new space: an installed one, or a space's folder.", valueName: "name|dir"))
    var to: String

    @Option(
        help: ArgumentHelp(
            "Files decoded and encoded at once. (default: one a processor)", valueName: "n"))
    var threads: Int?

    @Flag(help: "Delete the embeddings in all other spaces once the new one answers.")
    var dropOld = false

    @Flag(
        help: ArgumentHelp(
            """
            Switch though files are not there, or have changed: they are found again once 'trove \
            index' has taken them up.
            """))
    var incomplete = false

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads must be 1…1024.")
        }
    }

    func run() throws {
        // Of reading, since a library is not to be made here.
        do {
            _ = try Catalog(library: options.folder, access: .read)
        } catch CatalogError.schemaTooOld {}
        let space = try SpaceStore().load(to, defersTexts: true)
        let session = MigrationSession(
            catalog: try Catalog(library: options.folder), space: space,
            threads: threads ?? ProcessInfo.processInfo.activeProcessorCount,
            isDropping: dropOld, isIncompleteAllowed: incomplete, isJSON: options.json)
        let interruption = Interruption()
        let signals = StopSignals(interruption)
        let report = try withExtendedLifetime(signals) { try session.run(interruption) }
        if options.json {
            try JSONLine.write(report)
        } else {
            let style = TextStyle(isTerminal: StandardOutput.isTerminal)
            for line in report.lines(style) { StandardOutput.write(line) }
        }
        if report.interrupted { throw ExitStatus.interrupted.exitCode }
        if !report.isWhole { throw ExitStatus.partial.exitCode }
    }
}
