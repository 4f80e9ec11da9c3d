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
///         roots: ["/photos"], catalog: catalog, space: space,
///         options: IndexOptions(threads: 2), media: workers)
///     let summary = try run.execute()
///
/// Memory depends on the space and on the threads, and not on the length of files; of each file that
/// is found a few bytes are remembered.
public struct IndexRun: Sendable {
    private let roots: [IndexRoot]
    /// Roots that are not there.
    private let missingRoots: [IndexSummary.Problem]
    private let catalog: Catalog
    private let space: Space
    private let options: IndexOptions
    private let media: any MediaReading
    private let observer: (any IndexObserver)?

    /// - Parameters:
    ///   - roots: files and folders; of what is in folders, files count whose names look like media;
    ///     a file that is named itself is always tried.
    ///   - catalog: open for writing.
    ///   - media: reads the files; `DecodingWorkers` keeps what they do to their decoders away from
    ///     this process.
    ///   - observer: is told of every file.
    /// - Throws: `IndexingError` for a root that can't be indexed.
    public init(
        roots: [String], catalog: Catalog, space: Space, options: IndexOptions = IndexOptions(),
        media: any MediaReading, observer: (any IndexObserver)? = nil
    ) throws {
        guard !roots.isEmpty else { throw IndexingError.noRoots }
        var seen: Set<IndexRoot> = []
        var missing: [IndexSummary.Problem] = []
        self.roots = try roots.compactMap { path in
            do {
                let root = try IndexRoot(path)
                return seen.insert(root).inserted ? root : nil
            } catch let error as IndexingError where options.toleratesMissingRoots {
                missing.append(IndexSummary.Problem(path: path, reason: error.reason))
                return nil
            }
        }
        missingRoots = missing
        self.catalog = catalog
        self.space = space
        self.options = options
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
        let run = try catalog.beginRun(in: spaceID, roots: roots.map(\.path), job: options.job)
        do {
            var summary = try runPipeline(run, in: spaceID, interruption)
            summary.elapsed = clock.now - begin
            try catalog.finishRun(
                run, outcome: summary.outcome, counts: summary.counts,
                report: JSONEncoder().encode(RunReport(summary)))
            return summary
        } catch {
            // The error that ended the run says more than one that comes of noting it.
            try? catalog.finishRun(run, outcome: .failed, counts: RunCounts())
            throw error
        }
    }

    private func runPipeline(
        _ run: RunID, in spaceID: SpaceID, _ interruption: Interruption
    ) throws -> IndexSummary {
        let gate = RunGate(
            window: options.window, outside: options.outsideWindow, interruption: interruption
        ) { [observer] until in observer?.observe(.paused(until: until)) }
        let ledger = RunLedger(
            threads: options.threads, interruption: interruption, gate: gate, observer: observer)
        for problem in missingRoots {
            ledger.note(.problem(path: problem.path, reason: problem.reason))
        }
        let heartbeat = Heartbeat(catalog: catalog, run: run, ledger: ledger, observer: observer)
        heartbeat.start()
        do {
            defer { heartbeat.stop() }
            try index(in: spaceID, ledger)
        }
        var summary = try ledger.close()
        summary.wasStoppedByWindow = gate.isClosed
        summary.wasInterrupted = interruption.isRequested
        summary.left = try catalog.pendingCounts()
        return summary
    }

    private func index(in spaceID: SpaceID, _ ledger: RunLedger) throws {
        let inFlight = ContentsInFlight()
        let threads = max(1, options.threads)
        let files = BoundedQueue<SourceFile>(capacity: 2 * threads)
        let commits = BoundedQueue<CommitRequest>(capacity: 2 * threads)
        let worker = FileWorker(
            preparation: SegmentPreparation(
                space: space, media: media, soundHop: options.soundHop), lost: LostFiles(),
            batcher: SegmentBatcher(), encoder: BatchEncoder(space: space, commits: commits),
            ledger: ledger, commits: commits)
        let committer = Committer(
            catalog: catalog, space: spaceID, inFlight: inFlight, ledger: ledger)

        let committing = DedicatedThreads()
        committing.start("commit") { committer.run(commits) }
        let working = DedicatedThreads()
        for number in 1...threads { working.start("work \(number)") { worker.run(files) } }
        var findings: Survey.Findings?
        do {
            findings = try survey(in: spaceID, ledger, commits)
            if let findings {
                let scout = Scout(
                    catalog: catalog, space: spaceID, settling: options.settling,
                    inFlight: inFlight, ledger: ledger, output: files, commits: commits)
                try scout.run(where: findings.contains)
            }
        } catch {
            ledger.fail(error)
        }
        files.close()
        working.join()
        worker.finish()
        commits.close()
        committing.join()
        guard let findings, !ledger.shouldStop else { return }
        let removed = try Sweep(
            catalog: catalog, roots: roots, options: options, findings: findings, ledger: ledger
        ).run()
        ledger.noteRemoval(removed)
    }

    private func survey(
        in spaceID: SpaceID, _ ledger: RunLedger, _ commits: BoundedQueue<CommitRequest>
    ) throws -> Survey.Findings? {
        let walker = DirectoryWalker(
            roots: roots, rules: options.rules, skipping: catalog.library
        ) { path, reason in
            ledger.note(.problem(path: path, reason: reason))
        }
        let survey = Survey(
            catalog: catalog, media: media, space: spaceID, options: options, ledger: ledger,
            commits: commits)
        return try ledger.time(\.walking) { try survey.run(walker, under: roots) }
    }
}
