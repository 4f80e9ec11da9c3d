import Catalog
import Encoding
import Foundation

/// One execution of indexing: brings a library up to date with files and folders.
///
/// Unchanged files are skipped, moved and copied ones are linked to what is known of their content,
/// and each other file is decoded, encoded and committed in one transaction, alone or with others. A
/// run that is stopped, or killed, at any moment is continued by the next one.
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
    /// - Throws: `IndexingError.otherSpace` where another space answers the library's searches;
    ///   `CatalogError` when the catalog can't be written; what was committed until then stays.
    public func execute(interruption: Interruption = Interruption()) throws -> IndexSummary {
        let spaceID = try claimedSpace()
        let run = RecordedRun(
            kind: .index, catalog: catalog, space: spaceID, roots: roots.map(\.path),
            options: options, media: media, observer: observer)
        return try run.execute(interruption) { ledger in
            for problem in missingRoots {
                ledger.note(.problem(path: problem.path, reason: problem.reason))
            }
            try index(in: spaceID, ledger)
        }
    }

    private func claimedSpace() throws -> SpaceID {
        if let current = try catalog.currentSpace(), current.identity != space.identity,
            try catalog.coversAnything(in: current.id)
        {
            throw IndexingError.otherSpace(asked: space.location, current: current.location)
        }
        let id = try catalog.register(space)
        return try catalog.claimSearches(for: id)
    }

    private func index(in spaceID: SpaceID, _ ledger: RunLedger) throws {
        let pipeline = Pipeline(
            catalog: catalog, space: space, spaceID: spaceID, media: media, options: options,
            ledger: ledger, quarantines: true)
        var findings: Survey.Findings?
        pipeline.run { files, commits, inFlight in
            findings = try survey(in: spaceID, ledger, commits)
            guard let findings else { return }
            let scout = Scout(
                catalog: catalog, space: spaceID, settling: options.settling,
                inFlight: inFlight, ledger: ledger, output: files, commits: commits)
            try ledger.profiler.time(.walking) { try scout.run(where: findings.contains) }
        }
        guard let findings, !ledger.shouldStop else { return }
        let sweep = Sweep(
            catalog: catalog, roots: roots, options: options, findings: findings, ledger: ledger)
        try ledger.profiler.time(.walking) { try sweep.run() }
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
        return try ledger.profiler.time(.walking) { try survey.run(walker, under: roots) }
    }
}
