import ArgumentParser
import Catalog
import Encoding
import Foundation
import Ingestion
import Jobs

struct RunCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Does what a job file says: what to index, how and when.",
        discussion: """
            A job may run every night: what is unchanged is skipped, and a run that was stopped \
            continues. docs/job-format.md tells what a job file may say.
            """)

    @Argument(help: ArgumentHelp("The job file.", valueName: "job.yaml"))
    var job: String

    @Flag(help: "Go on after the run, and index what changes, until stopped.")
    var watch = false

    @OptionGroup var precision: PrecisionOptions
    @OptionGroup var options: LibraryOptions

    func run() throws {
        let job = try JobFile.load(path: FilePath.absolute(job))
        let loading = Stopwatch()
        let space = try SpaceStore().load(
            job.space ?? LibrarySpace.location(library: options.folder),
            precision: precision.precision, defersTexts: true)
        let loadingSeconds = loading.seconds
        var settings = job.options
        settings.threads = job.threads ?? ProcessInfo.processInfo.activeProcessorCount
        let session = IndexSession(
            catalog: try Catalog(library: options.folder), space: space,
            loadingSeconds: loadingSeconds, roots: job.roots, options: settings,
            decoding: job.decoding, profilePicture: job.report.profilePicture,
            isJSON: options.json)
        if job.nice > 0 { _ = Foundation.nice(Int32(job.nice)) }
        let interruption = Interruption()
        let signals = StopSignals(interruption)
        try withExtendedLifetime(signals) {
            let report = try watch ? follow(job, session, interruption) : session.run(interruption)
            try write(report, job.report)
            try report.end()
        }
    }

    /// Seconds after which a run looks for changes that nobody told of, with and without inotify.
    private static let scanInterval = (watched: 3600.0, unwatched: 60.0)

    /// Runs whenever something changes.
    /// - Returns: the report of the last run, which was interrupted.
    private func follow(
        _ job: Job, _ session: IndexSession, _ interruption: Interruption
    ) throws -> IndexReport {
        let folders = FolderWatch(
            roots: job.roots, rules: job.options.rules, skipping: session.catalog.library)
        var wasComplete: Bool?
        while true {
            folders.refresh()
            if wasComplete != folders.isComplete {
                wasComplete = folders.isComplete
                StandardError.write(
                    folders.isComplete
                        ? "Watching for changes."
                        : "Not all folders can be watched: looking for changes every "
                            + "\(HumanFormat.duration(Self.scanInterval.unwatched)).")
            }
            let report = try session.run(interruption)
            if interruption.isRequested { return report }
            if report.hasNews { try write(report, job.report) }
            var interval =
                folders.isComplete ? Self.scanInterval.watched : Self.scanInterval.unwatched
            if !report.deferred.isEmpty { interval = min(interval, job.options.settling) }
            folders.wait(upTo: interval, quiet: min(job.options.settling, 60)) {
                interruption.isRequested
            }
            if interruption.isRequested { return report.stopped }
        }
    }

    private func write(_ report: IndexReport, _ wish: Job.Report) throws {
        let text =
            switch wish.format {
            case .text: report.lines(TextStyle(isTerminal: false)).joined(separator: "\n") + "\n"
            case .json: try JSONLine.text(report) + "\n"
            case .html: report.html
            }
        if let file = wish.file {
            try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .atomic)
            try report.write(json: options.json)
        } else if options.json || wish.format == .json {
            try report.write(json: true)
        } else if wish.format == .html {
            StandardOutput.write(text)
        } else {
            try report.write(json: false)
        }
    }
}
