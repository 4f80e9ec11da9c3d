import ArgumentParser
import Catalog
import Encoding
import Foundation
import Ingestion

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

    @OptionGroup var space: IndexSpaceOptions
    @OptionGroup var precision: PrecisionOptions
    @OptionGroup var profile: ProfileOptions
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
        let loading = Stopwatch()
        let space = try SpaceStore().load(
            space.space ?? LibrarySpace.location(library: options.folder),
            precision: precision.precision, defersTexts: true)
        let loadingSeconds = loading.seconds
        var indexing = IndexOptions(
            threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
        indexing.isProfiled = profile.isWanted
        let session = IndexSession(
            catalog: try Catalog(library: options.folder), space: space,
            loadingSeconds: loadingSeconds, roots: paths, options: indexing,
            profilePicture: profile.picture, isJSON: options.json)
        let interruption = Interruption()
        let signals = StopSignals(interruption)
        let report = try withExtendedLifetime(signals) { try session.run(interruption) }
        try report.write(json: options.json)
        try report.end()
    }
}
