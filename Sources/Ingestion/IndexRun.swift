import Catalog
import Encoding
import Foundation

/// One execution of indexing: brings a library up to date with files and folders.
///
/// Unchanged files are skipped, moved and copied ones are linked to what is known of their content,
/// and each other file is decoded, encoded and committed in one transaction. A run that is stopped,
/// or killed, at any moment is continued by the next one.
///
///     let catalog = try Catalog(library: library)
///     let workers = DecodingWorkers(command: ["/usr/bin/trove", "decode-worker"])
///     let run = try IndexRun(
///         roots: ["/photos"], catalog: catalog, space: space, threads: 2, media: workers)
///     let summary = try run.execute()
///
/// Memory depends on the space and on `threads`, not on the number or length of the files.
public struct IndexRun: Sendable {
    private let roots: [IndexRoot]
    private let catalog: Catalog
    private let space: Space
    private let threads: Int
    private let media: any MediaReading
    private let observer: (any IndexObserver)?

    /// - Parameters:
    ///   - roots: files and folders. Hidden files and folders in them are skipped, and files whose
    ///     names don't look like media; a file that is named itself is always tried.
    ///   - catalog: open for writing.
    ///   - threads: how many decode and encode, at least 1.
    ///   - media: reads the files; `DecodingWorkers` keeps what they do to their decoders away from
    ///     this process.
    ///   - observer: is told of every file.
    /// - Throws: `IndexingError` for a root that can't be indexed.
    public init(
        roots: [String], catalog: Catalog, space: Space, threads: Int,
        media: any MediaReading, observer: (any IndexObserver)? = nil
    ) throws {
        guard !roots.isEmpty else { throw IndexingError.noRoots }
        var seen: Set<IndexRoot> = []
        self.roots = try roots.map(IndexRoot.init).filter { seen.insert($0).inserted }
        self.catalog = catalog
        self.space = space
        self.threads = max(1, threads)
        self.media = media
        self.observer = observer
    }

    /// Runs to its end, and blocks the calling thread until then.
    ///
    /// - Parameter interruption: when it is requested, what is whole is committed and the summary
    ///   says so.
    /// - Throws: `CatalogError` when the catalog can't be written; what was committed until then
    ///   stays.
    public func execute(interruption: Interruption = Interruption()) throws -> IndexSummary {
        let clock = ContinuousClock()
        let begin = clock.now
        let spaceID = try catalog.registerSpace(
            identity: space.identity, name: space.name, dimension: space.dimension,
            preprocessingVersion: space.preprocessingVersion)
        let run = try catalog.beginRun(in: spaceID, roots: roots.map(\.path))
        do {
            var summary = try runPipeline(in: spaceID, interruption)
            summary.wasInterrupted = interruption.isRequested
            if !summary.wasInterrupted {
                summary.removed = try catalog.removePaths(
                    under: roots.map(\.path), where: Self.isGone)
            }
            summary.elapsed = clock.now - begin
            try catalog.finishRun(run, outcome: summary.outcome, counts: summary.counts)
            return summary
        } catch {
            // The error that ended the run says more than one that comes of noting it.
            try? catalog.finishRun(run, outcome: .failed, counts: RunCounts())
            throw error
        }
    }

    /// What can't be looked at may still be there; only what is surely not is gone.
    private static func isGone(_ path: String) -> Bool {
        do throws(SystemError) {
            return try FileStatus(path: path).kind != .file
        } catch {
            return error.isAbsence
        }
    }

    private func runPipeline(
        in spaceID: SpaceID, _ interruption: Interruption
    ) throws -> IndexSummary {
        let ledger = RunLedger(interruption: interruption, observer: observer)
        let inFlight = ContentsInFlight()
        let files = BoundedQueue<SourceFile>(capacity: 2 * threads)
        let commits = BoundedQueue<CommitRequest>(capacity: 2 * threads)
        let scout = Scout(
            catalog: catalog, media: media, space: spaceID, inFlight: inFlight, ledger: ledger,
            output: files, commits: commits)
        let worker = FileWorker(
            preparation: SegmentPreparation(space: space, media: media), lost: LostFiles(),
            batcher: SegmentBatcher(), encoder: BatchEncoder(space: space, commits: commits),
            ledger: ledger, commits: commits)
        let committer = Committer(
            catalog: catalog, space: spaceID, inFlight: inFlight, ledger: ledger)

        let committing = DedicatedThreads()
        committing.start("commit") { committer.run(commits) }
        let working = DedicatedThreads()
        for number in 1...threads { working.start("work \(number)") { worker.run(files) } }
        let walker = DirectoryWalker(roots: roots, skipping: catalog.library) { path, reason in
            ledger.note(.problem(path: path, reason: reason))
        }
        do {
            try scout.run(walker)
        } catch {
            ledger.fail(error)
        }
        files.close()
        working.join()
        worker.finish()
        commits.close()
        committing.join()
        return try ledger.close()
    }
}
