import Catalog
import Foundation
import MediaDecoding

/// The second stage: takes the files that are to be indexed in their order, and lets only those
/// through that must be decoded.
///
/// Reading a file to hash it here also brings it into memory before a worker wants it.
struct Scout {
    private static let pageSize = 200

    let catalog: Catalog
    let space: SpaceID
    let settling: TimeInterval
    let inFlight: ContentsInFlight
    let ledger: RunLedger
    let output: BoundedQueue<SourceFile>
    let commits: BoundedQueue<CommitRequest>

    /// - Parameter seen: whether the walk has met a path: what an earlier run left elsewhere stays.
    /// - Throws: `CatalogError`.
    func run(where seen: (String) -> Bool) throws {
        var last: PendingFile?
        while true {
            let page = try catalog.pending(after: last, limit: Self.pageSize)
            guard !page.isEmpty else { return }
            for file in page where seen(file.path) {
                guard ledger.mayGoOn() else { return }
                try inspect(file)
            }
            last = page.last
        }
    }

    private func inspect(_ file: PendingFile) throws {
        let path = file.path
        let fingerprint: FileFingerprint
        do throws(SystemError) {
            fingerprint = try FileStatus(path: path).fingerprint
        } catch {
            return try drop(file, "vanished while the run went on")
        }
        if settling > 0, isStillWritten(fingerprint) {
            return ledger.note(.deferred(path: path))
        }
        let state = try catalog.fileState(path: path, in: space)
        if let hash = try hash(file, fingerprint) {
            try admit(
                SourceFile(
                    path: path, fingerprint: fingerprint, hash: hash,
                    isChanged: state.indexed != nil && state.indexed != fingerprint,
                    type: file.type))
        }
    }

    /// A clock that runs ahead, on another machine that writes, counts as well.
    private func isStillWritten(_ fingerprint: FileFingerprint) -> Bool {
        let modified = Double(fingerprint.modified) / 1e9
        return abs(Date().timeIntervalSince1970 - modified) < settling
    }

    private func drop(_ file: PendingFile, _ reason: String) throws {
        try catalog.removePending(paths: [file.path])
        ledger.note(.problem(path: file.path, reason: reason))
    }

    /// - Returns: nil when the run stops or the file can't be read.
    private func hash(
        _ file: PendingFile, _ fingerprint: FileFingerprint
    ) throws -> ContentHash? {
        do throws(SystemError) {
            return try ledger.profiler.time(.hashing) { () throws(SystemError) in
                try ContentHash(file: file.path, isCancelled: { !ledger.mayGoOn() })
            }
        } catch {
            if error.isAbsence {
                try drop(file, "vanished while the run went on")
            } else {
                commits.push(
                    .unreadable(path: file.path, fingerprint, reason: error.description))
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
