import ArgumentParser
import Catalog
import Encoding
import Foundation
import Ingestion
import Retrieval

/// What `trove index` and `trove run` share: a run with its progress, its report and its exit code.
struct IndexSession {
    let catalog: Catalog
    let space: Space
    /// How long loading it took.
    var loadingSeconds = 0.0
    let roots: [String]
    var options: IndexOptions
    var decoding = DecodingOptions()
    /// An absolute path, where a profiled run is drawn.
    var profilePicture: String?
    let isJSON: Bool

    /// - Returns: what the run did.
    func run(_ interruption: Interruption) throws -> IndexReport {
        let progress = IndexProgress(json: isJSON)
        let run = try IndexRun(
            roots: roots, catalog: catalog, space: space, options: options,
            media: DecodingWorkers(options: decoding), observer: progress)
        let summary = try {
            defer { progress.finish() }
            return try run.execute(interruption: interruption)
        }()
        var (updating, learning) = (0.0, 0.0)
        if !summary.wasInterrupted && !summary.wasStoppedByWindow {
            let stopwatch = Stopwatch()
            try updateIndex(interruption)
            updating = stopwatch.seconds
            let learner = try CalibrationLearner(catalog: catalog, space: space)
            let hasChanged = summary.segmentsAdded > 0 || summary.removed.paths > 0
            if try hasChanged || learner.isDue { try learner.learn() }
            learning = stopwatch.seconds - updating
        }
        if let profilePicture, let profile = summary.profile {
            try ProfilePicture(profile).write(to: profilePicture)
        }
        let surroundings = ProfileReport.Surroundings(
            loadingSpace: loadingSeconds, updatingIndex: updating,
            learningNoiseFloors: learning)
        return IndexReport(
            summary: summary, indexed: progress.indexed, job: options.job,
            nextRun: options.window?.nextOpening(after: Date()),
            profile: summary.profile.map { ProfileReport($0, surroundings) })
    }

    /// A stopped update leaves the index as it was; the next run makes up for it.
    private func updateIndex(_ interruption: Interruption) throws {
        guard let record = try catalog.space(identity: space.identity) else { return }
        try IndexUpdateProgress(interruption).watch { progress in
            try IndexUpdate(catalog: catalog, space: record, threads: options.threads)
                .run(progress: progress)
        }
    }
}

extension IndexReport {
    /// On standard output.
    func write(json: Bool) throws {
        if json {
            try JSONLine.write(self)
        } else {
            let style = TextStyle(isTerminal: StandardOutput.isTerminal)
            for line in lines(style) { StandardOutput.write(line) }
        }
    }

    /// - Throws: what the command is to end with, unless everything is done.
    func end() throws {
        if interrupted { throw ExitStatus.interrupted.exitCode }
        let isWhole =
            quarantined.isEmpty && stillQuarantined == 0 && problems.isEmpty && deferred.isEmpty
            && !stoppedByWindow
        if !isWhole { throw ExitStatus.partial.exitCode }
    }
}
