import Catalog
import MediaTypes

/// The last stage: one thread that writes to the catalog, one transaction a file.
struct Committer {
    /// To tell whether a file was moved or copied.
    private static let copiesLookedAt = 10

    let catalog: Catalog
    let space: SpaceID
    let inFlight: ContentsInFlight
    let ledger: RunLedger
    /// Whether files that fail are quarantined and found no more. Not so in a migration: the space
    /// that answers searches has them.
    let quarantines: Bool

    /// Takes requests until the queue is closed. After an error they are taken and dropped, so that
    /// no other stage waits for ever.
    func run(_ requests: BoundedQueue<CommitRequest>) {
        var hasFailed = false
        while let request = requests.pop() {
            guard !hasFailed else { continue }
            do {
                try ledger.time(\.committing) { try commit(request) }
            } catch {
                hasFailed = true
                ledger.fail(error)
            }
        }
    }

    private func commit(_ request: CommitRequest) throws {
        switch request {
        case .link(let file, let asset):
            try link(file, to: asset)
            for copy in inFlight.end(file.hash) { try link(copy, to: asset) }
        case .describe(let path, let metadata):
            try catalog.recordMetadata(metadata, ofFileAt: path)
        case .record(let file, _, _, _) where !file.isUnchanged,
            .quarantine(let file, _, _)
        where !file.isUnchanged:
            // What was decoded may not be what was hashed.
            ledger.note(.problem(path: file.path, reason: "changed while it was read"))
            for copy in inFlight.end(file.hash) {
                ledger.note(.problem(path: copy.path, reason: "its copy changed while it was read"))
            }
        case .record(let file, let asset, let segments, let outcome):
            try record(file, asset, segments, outcome)
        case .quarantine(let file, let stage, let reason) where !quarantines:
            try pass(file, stage, reason)
        case .quarantine(let file, let stage, let reason):
            // The same bytes fail the same way.
            for bad in [file] + inFlight.end(file.hash) {
                try catalog.recordFailure(
                    path: bad.path, fingerprint: bad.fingerprint, stage: stage, reason: reason)
                ledger.note(.quarantined(path: bad.path, stage: stage, reason: reason))
            }
        case .unreadable(let path, let fingerprint, let reason):
            try catalog.recordFailure(
                path: path, fingerprint: fingerprint, stage: .read, reason: reason)
            ledger.note(.quarantined(path: path, stage: .read, reason: reason))
        }
    }

    /// What can't be read may be readable again, so it stays pending; the rest fails for good.
    private func pass(_ file: SourceFile, _ stage: FailureStage, _ reason: String) throws {
        guard stage != .read else {
            return ledger.note(.problem(path: file.path, reason: reason))
        }
        try catalog.removePending(paths: [file.path])
        ledger.note(.quarantined(path: file.path, stage: stage, reason: reason))
    }

    private func record(
        _ file: SourceFile, _ asset: AssetDescription, _ segments: [EncodedSegment],
        _ outcome: SegmentPreparation.Outcome
    ) throws {
        let added = try catalog.recordIndexed(
            path: file.path, fingerprint: file.fingerprint, asset: asset, segments: segments,
            damage: outcome.damage, isUnencodable: outcome.isUnencodable, in: space)
        let event: IndexEvent =
            outcome.isUnencodable
            ? .unencodable(path: file.path, type: asset.type)
            : .indexed(path: file.path, type: asset.type, segments: added)
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
        let copies = inFlight.end(file.hash)
        guard !copies.isEmpty, let known = try catalog.asset(hash: file.hash, in: space) else {
            return
        }
        for copy in copies { try link(copy, to: known.id) }
    }

    private func link(_ file: SourceFile, to asset: AssetID) throws {
        let others = try catalog.paths(of: asset, besides: file.path, limit: Self.copiesLookedAt)
        try catalog.linkPath(file.path, fingerprint: file.fingerprint, to: asset)
        let isMoved = !others.contains { (try? FileStatus(path: $0)) != nil }
        ledger.note(.linked(path: file.path)) { if isMoved { $0.moved += 1 } }
    }
}
