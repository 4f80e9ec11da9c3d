import Catalog
import Encoding
import Ingestion
import MediaTypes
import Retrieval

/// A migration with all that has to be ready before the new space answers: embeddings, index and
/// noise floors.
struct MigrationSession {
    private struct Stopped: Error {}

    let catalog: Catalog
    let space: Space
    let threads: Int
    /// Deletes the embeddings of all other spaces.
    let isDropping: Bool
    /// Switches though files are missing.
    let isIncompleteAllowed: Bool
    let isJSON: Bool

    func run(_ interruption: Interruption) throws -> MigrationReport {
        guard let old = try catalog.currentSpace() else {
            throw IndexingError.nothingToMigrate(library: catalog.library)
        }
        if old.identity != space.identity { warnOfMissingEncoders() }
        let progress = IndexProgress(json: isJSON)
        let migration = SpaceMigration(
            catalog: catalog, to: space, options: IndexOptions(threads: threads),
            media: DecodingWorkers(), observer: progress)
        let summary = try {
            defer { progress.finish() }
            return try migration.execute(interruption: interruption)
        }()
        var report = MigrationReport(
            from: old.name, to: space.name, isBack: old.identity == space.identity, summary)
        let isReady = !summary.wasInterrupted && (summary.left.isEmpty || isIncompleteAllowed)
        if isReady, try prepareSearches(interruption) {
            try migration.complete(summary, droppingOthers: isDropping)
            report.switched = true
            if isDropping { report.dropped = try drop(interruption) }
        }
        report.interrupted = interruption.isRequested
        return report
    }

    /// - Returns: false when the work was stopped.
    private func prepareSearches(_ interruption: Interruption) throws -> Bool {
        guard let record = try catalog.space(identity: space.identity) else { return false }
        let isDone = try IndexUpdateProgress(interruption).watch { progress in
            try IndexUpdate(catalog: catalog, space: record, threads: threads)
                .run(progress: progress)
        }
        guard isDone != nil, !interruption.isRequested else { return false }
        try CalibrationLearner(catalog: catalog, space: space).learn()
        return !interruption.isRequested
    }

    /// - Returns: false when the work was stopped.
    private func drop(_ interruption: Interruption) throws -> Bool {
        do {
            try catalog.dropLeftSpaces { _ in if interruption.isRequested { throw Stopped() } }
        } catch is Stopped {
            return false
        }
        if let record = try catalog.currentSpace() {
            try IndexUpdate(catalog: catalog, space: record, threads: threads).removeUnnamedFiles()
        }
        return true
    }

    private func warnOfMissingEncoders() {
        for modality in space.missingModalities {
            StandardError.write(
                "The space '\(space.name)' has no encoder for "
                    + (modality == .audio
                        ? "sound: recordings, and what is heard in videos, are not found in it."
                        : "pictures: photos, and what is seen in videos, are not found in it."))
        }
    }
}
