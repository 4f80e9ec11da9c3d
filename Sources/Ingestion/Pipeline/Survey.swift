import Catalog
import Foundation
import MediaDecoding
import MediaTypes

/// The first stage: walks, and notes in the catalog which files are to be indexed.
struct Survey {
    /// What the walk has met.
    struct Findings {
        /// Hashes of paths: a set of the paths themselves would take ten times the memory.
        private var seen: Set<Int> = []
        /// The roots that are folders.
        var roots: [Volume] = []
        /// Where other file systems begin.
        var volumes: [Volume] = []
        /// Volumes of earlier runs that nothing was found in.
        private(set) var bare: [Volume]

        init(known volumes: [Volume]) {
            bare = volumes
        }

        mutating func insert(_ path: String) {
            seen.insert(path.hashValue)
            bare.removeAll { $0.holds(path) }
        }

        func contains(_ path: String) -> Bool { seen.contains(path.hashValue) }
    }

    private static let pageSize = 500

    let catalog: Catalog
    let media: any MediaReading
    let space: SpaceID
    let options: IndexOptions
    let ledger: RunLedger
    let commits: BoundedQueue<CommitRequest>

    /// - Returns: nil when the run stops before everything was looked at.
    /// - Throws: `CatalogError`.
    func run(_ walker: DirectoryWalker, under roots: [IndexRoot]) throws -> Findings? {
        var walker = walker
        var findings = Findings(known: try catalog.volumes(under: roots.map(\.path)))
        var page: [DirectoryWalker.Candidate] = []
        try catalog.clearPending(under: roots.map(\.path))
        while ledger.mayGoOn(), let candidate = walker.next() {
            findings.insert(candidate.path)
            ledger.note(.found(path: candidate.path))
            page.append(candidate)
            if page.count == Self.pageSize {
                try sort(page)
                page = []
            }
        }
        guard !ledger.shouldStop else { return nil }
        try sort(page)
        (findings.roots, findings.volumes) = (walker.rootVolumes, walker.volumes)
        let left = try catalog.pendingCounts().values
        ledger.note(
            .walked(
                left: left.reduce(0) { $0 + $1.files }, bytes: left.reduce(0) { $0 + $1.bytes }))
        return findings
    }

    /// Tells the new and the changed from those that are done.
    private func sort(_ page: [DirectoryWalker.Candidate]) throws {
        let states = try catalog.fileStates(paths: page.map(\.path), in: space)
        var pending: [PendingFile] = []
        for (candidate, state) in zip(page, states) where isPending(candidate, state) {
            let type = MediaFileNames.type(of: candidate.path) ?? .image
            pending.append(
                PendingFile(
                    path: candidate.path, type: type, size: candidate.fingerprint.size,
                    isExplicit: candidate.isExplicit,
                    order: options.order.order(of: type, candidate.fingerprint)))
        }
        try catalog.addPending(pending)
    }

    private func isPending(_ candidate: DirectoryWalker.Candidate, _ state: FileState) -> Bool {
        let path = candidate.path
        let isIndexed = state.indexed == candidate.fingerprint && state.isCovered
        if isIndexed && state.metadataVersion != MetadataReader.version { describe(path) }
        if let failure = state.failure, failure.fingerprint == candidate.fingerprint,
            !candidate.isExplicit, !options.retry.tries(failure, at: Date())
        {
            ledger.note(.stillQuarantined(path: path))
            return false
        }
        if isIndexed && state.failure == nil {
            let type = MediaFileNames.type(of: path) ?? .image
            ledger.note(
                state.isUnencodable ? .unencodable(path: path, type: type) : .unchanged(path: path))
            return false
        }
        if let largest = options.largestFile, candidate.fingerprint.size > largest {
            ledger.note(
                .problem(
                    path: path,
                    reason: "passed by: has \(candidate.fingerprint.size) bytes, and the job"
                        + " allows \(largest)"))
            return false
        }
        return true
    }

    /// Brings the metadata of an unchanged file up to date; nothing is encoded again.
    private func describe(_ path: String) {
        guard let information = try? media.inspect(path: path),
            let metadata = try? media.recordedMetadata(path: path, information)
        else { return }
        commits.push(.describe(path: path, metadata))
    }
}
