import Catalog
import Encoding

/// Encodes what a library holds in another space, beside the one that answers its searches.
///
/// Every file is committed in one transaction, so that a migration that is stopped, or killed, at
/// any moment is continued by the next one, which encodes nothing twice. Searches are answered in
/// the old space until `complete` is called.
public struct SpaceMigration: Sendable {
    private let catalog: Catalog
    private let space: Space
    private let options: IndexOptions
    private let media: any MediaReading
    private let observer: (any IndexObserver)?

    /// - Parameters:
    ///   - catalog: open for writing.
    ///   - space: the new one.
    ///   - options: of which only the threads and the way to cut sound count.
    public init(
        catalog: Catalog, to space: Space, options: IndexOptions = IndexOptions(),
        media: any MediaReading, observer: (any IndexObserver)? = nil
    ) {
        self.catalog = catalog
        self.space = space
        self.options = options
        self.media = media
        self.observer = observer
    }

    /// Encodes what the new space lacks, and blocks the calling thread until then.
    ///
    /// - Returns: what was done. With `left` empty and without an interruption, the new space has all
    ///   that the old one has, but for the files that are `quarantined` in the summary: those can't
    ///   be encoded in it.
    /// - Throws: `IndexingError.nothingToMigrate` for a library without a space; `CatalogError`.
    public func execute(interruption: Interruption = Interruption()) throws -> IndexSummary {
        guard let current = try catalog.currentSpace() else {
            throw IndexingError.nothingToMigrate(library: catalog.library)
        }
        let target = try catalog.register(space)
        let run = RecordedRun(
            kind: .migration, catalog: catalog, space: target, roots: [], options: options,
            media: media, observer: observer)
        return try run.execute(interruption) { ledger in
            _ = try catalog.notePendingMigration(from: current.id, to: target)
            let left = try catalog.pendingCounts().values
            ledger.note(
                .walked(
                    left: left.reduce(0) { $0 + $1.files }, bytes: left.reduce(0) { $0 + $1.bytes })
            )
            let pipeline = Pipeline(
                catalog: catalog, space: space, spaceID: target, media: media, options: options,
                ledger: ledger, quarantines: false)
            pipeline.run { files, _, _ in
                let scout = MigrationScout(catalog: catalog, ledger: ledger, output: files)
                try ledger.profiler.time(.walking) { try scout.run() }
            }
        }
    }

    /// Lets the new space answer searches from now on.
    ///
    /// - Parameters:
    ///   - summary: of the migration; its failures go to the quarantine.
    ///   - isDropping: whether all other spaces are dropped, for which `Catalog.dropLeftSpaces` has
    ///     to be called.
    public func complete(_ summary: IndexSummary, droppingOthers isDropping: Bool) throws {
        try catalog.switchSpace(
            to: try catalog.register(space), failures: summary.quarantined,
            droppingOthers: isDropping)
        try catalog.clearPending(under: ["/"])
    }
}
