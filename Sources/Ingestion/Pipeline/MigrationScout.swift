import Catalog

/// The first stage of a migration: finds for each pending asset a file that still shows it.
struct MigrationScout {
    private static let pageSize = 200

    let catalog: Catalog
    let ledger: RunLedger
    let output: BoundedQueue<SourceFile>

    /// - Throws: `CatalogError`.
    func run() throws {
        var last: PendingFile?
        // Copies of absent files, which come up again.
        var handled: Set<String> = []
        while true {
            let page = try catalog.pending(after: last, limit: Self.pageSize)
            guard !page.isEmpty else { return }
            for file in page where !handled.contains(file.path) {
                guard ledger.mayGoOn() else { return }
                ledger.note(.found(path: file.path))
                let copies = try catalog.indexedFiles(sharingAssetWith: file.path)
                if let source = source(among: copies) {
                    if source.path != file.path {
                        try replace(file, by: source)
                        handled.insert(source.path)
                    }
                    output.push(source)
                } else if ledger.mayGoOn() {
                    ledger.note(.problem(path: file.path, reason: reason(file.path)))
                }
            }
            last = page.last
        }
    }

    /// The copy is what will be done.
    private func replace(_ file: PendingFile, by copy: SourceFile) throws {
        try catalog.removePending(paths: [file.path])
        try catalog.addPending([
            PendingFile(
                path: copy.path, type: copy.type, size: copy.fingerprint.size, isExplicit: false,
                order: file.order)
        ])
    }

    /// An unchanged file, or else one of the same content: its times may have changed alone.
    private func source(among copies: [IndexedFile]) -> SourceFile? {
        let present = copies.compactMap { copy in
            (try? FileStatus(path: copy.path)).map { (copy, now: $0.fingerprint) }
        }
        if let (copy, now) = present.first(where: { $0.0.fingerprint == $0.now }) {
            return SourceFile(copy, now)
        }
        for (copy, now) in present {
            let hash = ledger.profiler.time(.hashing) {
                try? ContentHash(file: copy.path, isCancelled: { !ledger.mayGoOn() })
            }
            if let hash, hash == copy.hash { return SourceFile(copy, now) }
        }
        return nil
    }

    private func reason(_ path: String) -> String {
        (try? FileStatus(path: path)) == nil
            ? "is not there"
            : "has changed since it was indexed, or can't be read"
    }
}

extension SourceFile {
    fileprivate init(_ file: IndexedFile, _ now: FileFingerprint) {
        self.init(
            path: file.path, fingerprint: now, hash: file.hash, isChanged: false, type: file.type)
    }
}
