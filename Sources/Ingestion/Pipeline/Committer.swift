import Catalog
import Foundation
import MediaTypes

/// The last stage: one thread that writes to the catalog, some files in one transaction.
///
/// A transaction writes whole pages, most of which the next file's would write again: small files that
/// come quickly are recorded together, large ones that come slowly each for itself.
struct Committer {
    /// Requests that one transaction records, at most.
    static let groupSize = 16
    /// Seconds that a request waits for others: what a kill may cost of finished work.
    private static let patience = 0.25
    /// To tell whether a file was moved or copied.
    private static let copiesLookedAt = 10

    let catalog: Catalog
    let space: SpaceID
    let inFlight: ContentsInFlight
    let ledger: RunLedger
    /// Whether files that fail are quarantined and found no more. Not so in a migration: the space
    /// that answers searches has them.
    let quarantines: Bool

    /// What was written for a request, and is true once the transaction is done.
    private struct Change {
        /// Tells of it.
        var tell: () -> Void = {}
        /// A content that is in flight no longer, and what writes what becomes of a file that waited
        /// for it.
        var ended: (hash: ContentHash, finish: (_ copy: SourceFile) throws -> Change)?
    }

    /// Takes requests until the queue is closed. After an error they are taken and dropped, so that
    /// no other stage waits for ever.
    func run(_ requests: BoundedQueue<CommitRequest>) {
        var hasFailed = false
        while true {
            let group = requests.pop(upTo: Self.groupSize, patience: Self.patience)
            guard !group.isEmpty else { return }
            guard !hasFailed else { continue }
            do {
                try ledger.profiler.time(.committing) { try commit(group) }
            } catch {
                hasFailed = true
                ledger.fail(error)
            }
        }
    }

    private func commit(_ group: [CommitRequest]) throws {
        let changes = try transact { try group.map(change) }
        // Not before: whoever finds a content in flight no longer looks it up.
        let copies = changes.compactMap(\.ended).flatMap { ended in
            inFlight.end(ended.hash).map { (file: $0, finish: ended.finish) }
        }
        guard !copies.isEmpty else { return }
        _ = try transact { try copies.map { try $0.finish($0.file) } }
    }

    private func transact(_ body: () throws -> [Change]) throws -> [Change] {
        let changes = try catalog.asOneTransaction(body)
        for change in changes { change.tell() }
        return changes
    }

    private func change(_ request: CommitRequest) throws -> Change {
        switch request {
        case .link(let file, let asset):
            var change = try link(file, to: asset)
            change.ended = (file.hash, { try link($0, to: asset) })
            return change
        case .describe(let path, let metadata):
            try catalog.recordMetadata(metadata, ofFileAt: path)
            return Change()
        case .record(let file, _, _, _) where !file.isUnchanged,
            .quarantine(let file, _, _)
        where !file.isUnchanged:
            // What was decoded may not be what was hashed.
            var change = problem(file.path, "changed while it was read")
            change.ended = (
                file.hash, { problem($0.path, "its copy changed while it was read") }
            )
            return change
        case .record(let file, let asset, let segments, let outcome):
            return try record(file, asset, segments, outcome)
        case .quarantine(let file, let stage, let reason) where !quarantines:
            return try pass(file, stage, reason)
        case .quarantine(let file, let stage, let reason):
            // The same bytes fail the same way.
            var change = try quarantine(file.path, file.fingerprint, stage, reason)
            change.ended = (
                file.hash, { try quarantine($0.path, $0.fingerprint, stage, reason) }
            )
            return change
        case .unreadable(let path, let fingerprint, let reason):
            return try quarantine(path, fingerprint, .read, reason)
        }
    }

    private func problem(_ path: String, _ reason: String) -> Change {
        Change(tell: { ledger.note(.problem(path: path, reason: reason)) })
    }

    private func quarantine(
        _ path: String, _ fingerprint: FileFingerprint, _ stage: FailureStage, _ reason: String
    ) throws -> Change {
        try catalog.recordFailure(
            path: path, fingerprint: fingerprint, stage: stage, reason: reason)
        return quarantined(path, stage, reason)
    }

    private func quarantined(_ path: String, _ stage: FailureStage, _ reason: String) -> Change {
        Change(tell: { ledger.note(.quarantined(path: path, stage: stage, reason: reason)) })
    }

    /// What can't be read may be readable again, so it stays pending; the rest fails for good.
    private func pass(
        _ file: SourceFile, _ stage: FailureStage, _ reason: String
    ) throws -> Change {
        guard stage != .read else { return problem(file.path, reason) }
        try catalog.removePending(paths: [file.path])
        return quarantined(file.path, stage, reason)
    }

    private func record(
        _ file: SourceFile, _ asset: AssetDescription, _ segments: [EncodedSegment],
        _ outcome: SegmentPreparation.Outcome
    ) throws -> Change {
        let added = try catalog.recordIndexed(
            path: file.path, fingerprint: file.fingerprint, asset: asset, segments: segments,
            damage: outcome.damage, isUnencodable: outcome.isUnencodable, in: space)
        let event: IndexEvent =
            outcome.isUnencodable
            ? .unencodable(path: file.path, type: asset.type)
            : .indexed(path: file.path, type: asset.type, segments: added)
        var change = Change()
        change.tell = {
            ledger.note(event) { summary in
                summary.segmentsAdded += added
                if file.isChanged { summary.changed += 1 }
                switch asset.type {
                case .image: break
                case .audio: summary.secondsOfSound += asset.duration ?? 0
                case .video: summary.secondsOfVideo += asset.duration ?? 0
                }
            }
            ledger.count(segments)
            if let damage = outcome.damage {
                ledger.note(.quarantined(path: file.path, stage: .decode, reason: damage))
            }
        }
        change.ended = (
            file.hash,
            { copy in
                let known = try catalog.asset(hash: file.hash, in: space)
                return try known.map { try link(copy, to: $0.id) } ?? Change()
            }
        )
        return change
    }

    private func link(_ file: SourceFile, to asset: AssetID) throws -> Change {
        let others = try catalog.paths(of: asset, besides: file.path, limit: Self.copiesLookedAt)
        try catalog.linkPath(file.path, fingerprint: file.fingerprint, to: asset)
        let isMoved = !others.contains { (try? FileStatus(path: $0)) != nil }
        return Change(tell: {
            if isMoved { ledger.noteMove(from: others) }
            ledger.note(.linked(path: file.path)) { if isMoved { $0.moved += 1 } }
        })
    }
}
