import Catalog
import MediaDecoding

/// The first stage: walks, and lets only those files through that must be decoded.
///
/// Reading a file to hash it here also brings it into memory before a worker wants it.
struct Scout {
    let catalog: Catalog
    let media: any MediaReading
    let space: SpaceID
    let inFlight: ContentsInFlight
    let ledger: RunLedger
    let output: BoundedQueue<SourceFile>
    let commits: BoundedQueue<CommitRequest>

    /// - Throws: `CatalogError`.
    func run(_ walker: DirectoryWalker) throws {
        var walker = walker
        var files = 0
        while !ledger.shouldStop, let candidate = walker.next() {
            files += 1
            ledger.note(.found(path: candidate.path))
            try inspect(candidate)
        }
        if !ledger.shouldStop { ledger.note(.walked(files: files)) }
    }

    private func inspect(_ candidate: DirectoryWalker.Candidate) throws {
        let path = candidate.path
        let fingerprint = candidate.fingerprint
        let state = try catalog.fileState(path: path, in: space)
        let isIndexed = state.indexed == fingerprint && state.isCovered
        if isIndexed && state.metadataVersion != MetadataReader.version { describe(path) }
        if state.quarantined == fingerprint && !candidate.isExplicit {
            return ledger.note(.stillQuarantined(path: path))
        }
        if isIndexed { return ledger.note(.unchanged(path: path)) }
        if let hash = hash(candidate) {
            try admit(SourceFile(path: path, fingerprint: fingerprint, hash: hash))
        }
    }

    /// Brings the metadata of an unchanged file up to date; nothing is encoded again.
    private func describe(_ path: String) {
        guard let information = try? media.inspect(path: path),
            let metadata = try? media.recordedMetadata(path: path, information)
        else { return }
        commits.push(.describe(path: path, metadata))
    }

    /// - Returns: nil when the run stops or the file can't be read.
    private func hash(_ candidate: DirectoryWalker.Candidate) -> ContentHash? {
        do throws(SystemError) {
            return try ContentHash(file: candidate.path, isCancelled: { ledger.shouldStop })
        } catch {
            if error.isAbsence {
                ledger.note(
                    .problem(path: candidate.path, reason: "vanished while the run went on"))
            } else {
                commits.push(
                    .unreadable(
                        path: candidate.path, candidate.fingerprint, reason: error.description))
            }
            return nil
        }
    }

    private func admit(_ file: SourceFile) throws {
        guard inFlight.begin(file) else { return }
        // Looked up only now: a content leaves the flight after it is committed.
        if let known = try catalog.asset(hash: file.hash, in: space), known.isCovered {
            commits.push(.link(file, to: known.id))
        } else {
            output.push(file)
        }
    }
}
