import Catalog
import Foundation
import Ingestion
import MediaTypes

/// What is in a library, for people and for other programs.
struct LibraryStatus: Encodable {
    struct IndexedSpace: Encodable {
        let name: String
        let identity: String
        let dimension: Int
        let embeddings: Int
        /// It answers searches.
        let isCurrent: Bool
        /// Assets that it has no encoder for.
        let unencodable: Int
    }

    struct Run: Encodable {
        let started: Date
        let finished: Date?
        let kind: RunKind
        /// The name of the space it encoded in.
        let space: String?
        let outcome: RunOutcome
        let filesSeen: Int
        let filesIndexed: Int
        let filesUnchanged: Int
        let filesQuarantined: Int
        let segmentsAdded: Int
        let job: String?
        /// What it told at its end; nil for runs that had none, and of older versions.
        let report: RunReport?

        init(_ run: RunRecord, in spaces: [SpaceRecord]) {
            kind = run.kind
            space = spaces.first { $0.id == run.space }?.name
            started = run.started
            finished = run.finished
            // One that is not running any more was killed, which the next run will note.
            outcome = run.outcome
            filesSeen = run.counts.filesSeen
            filesIndexed = run.counts.filesIndexed
            filesUnchanged = run.counts.filesUnchanged
            filesQuarantined = run.counts.filesQuarantined
            segmentsAdded = run.counts.segmentsAdded
            job = run.job
            report = run.report.flatMap { try? JSONDecoder().decode(RunReport.self, from: $0) }
        }
    }

    /// A run that is going on.
    struct Current: Encodable {
        let process: Int32?
        let started: Date
        let kind: RunKind
        let job: String?
        let progress: ProgressReport?
    }

    private static let runsShown = 5

    let library: String
    /// By media type.
    let assets: [String: Int]
    let paths: Int
    let bytes: Int64
    /// Of all recordings and videos.
    let seconds: Double
    /// By modality.
    let segments: [String: Int]
    let quarantined: Int
    let spaces: [IndexedSpace]
    /// Of deleted files, kept for a while.
    let unseen: Int
    /// What is still to be indexed, by type of file.
    let left: [String: PendingCounts]
    let current: Current?
    let lastRun: Run?
    /// The latest first, without the current one.
    let runs: [Run]

    init(_ catalog: Catalog) throws {
        let counts = try catalog.counts()
        library = catalog.library
        assets = Dictionary(
            uniqueKeysWithValues: MediaType.allCases.map { ($0.rawValue, counts.assets[$0] ?? 0) })
        paths = counts.paths
        bytes = counts.assetBytes
        seconds = counts.assetSeconds
        segments = Dictionary(
            uniqueKeysWithValues: [.image, .audio].map { (modality: Modality) in
                (modality.rawValue, counts.segments[modality] ?? 0)
            })
        quarantined = counts.quarantined
        let records = try catalog.spaces()
        spaces = records.map {
            IndexedSpace(
                name: $0.name, identity: $0.identity, dimension: $0.dimension,
                embeddings: counts.embeddings[$0.id] ?? 0, isCurrent: $0.isCurrent,
                unencodable: counts.unencodable[$0.id] ?? 0)
        }
        unseen = counts.unseen
        left = try catalog.pendingCounts().reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
        let running = try catalog.currentRun()
        current = running.map { run in
            Current(
                process: run.process, started: run.started, kind: run.kind, job: run.job,
                progress: run.progress.flatMap {
                    try? JSONDecoder().decode(RunProgress.self, from: $0)
                }.map(ProgressReport.init))
        }
        let past = try catalog.recentRuns(limit: Self.runsShown + 1).filter { $0.id != running?.id }
        runs = past.prefix(Self.runsShown).map { Run($0, in: records) }
        lastRun = try catalog.recentRuns(limit: 1).first.map { Run($0, in: records) }
    }

    /// For people.
    var lines: [String] {
        var table = Table([.left, .left])
        table.add(["library", library])
        table.add(["photos", HumanFormat.count(assets["image"] ?? 0)])
        table.add(["recordings", HumanFormat.count(assets["audio"] ?? 0)])
        table.add(["videos", HumanFormat.count(assets["video"] ?? 0)])
        table.add([
            "size",
            "\(HumanFormat.bytes(bytes)), \(HumanFormat.duration(seconds)) to hear and watch",
        ])
        table.add([
            "segments",
            "\(HumanFormat.count(segments["image"] ?? 0)) seen, "
                + "\(HumanFormat.count(segments["audio"] ?? 0)) heard",
        ])
        // Of a space that was dropped, only past runs know.
        for space in spaces where space.isCurrent || space.embeddings > 0 {
            table.add([
                space.isCurrent ? "space" : "other space",
                "\(space.name), \(HumanFormat.count(space.embeddings, "embedding"))",
            ])
            if space.isCurrent && space.unencodable > 0 {
                table.add([
                    "",
                    "\(HumanFormat.count(space.unencodable, "file")) that it has no encoder for,"
                        + " found by name alone",
                ])
            }
        }
        table.add(["quarantine", HumanFormat.count(quarantined, "file")])
        if unseen > 0 {
            table.add(["deleted", HumanFormat.count(unseen, "file") + " kept for a while"])
        }
        let filesLeft = left.values.reduce(0) { $0 + $1.files }
        if filesLeft > 0 {
            let bytes = HumanFormat.bytes(left.values.reduce(0) { $0 + $1.bytes })
            table.add(["left", "\(HumanFormat.count(filesLeft, "file")), \(bytes), to be indexed"])
        }
        if let current {
            let name = current.job.map { " \($0)" } ?? ""
            table.add([
                "running",
                "\(current.kind == .index ? "job" : "migration")\(name) since \(HumanFormat.date(current.started))"
                    + (current.process.map { ", process \($0)" } ?? ""),
            ])
            if let progress = current.progress {
                table.add(["", progress.line])
                if !progress.current.isEmpty {
                    table.add(["", FilePath.display(progress.current)])
                }
            }
        }
        for (index, run) in runs.enumerated() {
            table.add([index == 0 ? "last run" : "", Self.describe(run)])
        }
        if runs.isEmpty { table.add(["last run", "none"]) }
        return table.lines()
    }

    private static func describe(_ run: Run) -> String {
        let name = run.job.map { " \($0)" } ?? ""
        let heading =
            HumanFormat.date(run.started) + name + ", "
            + (run.kind == .migration ? "migration to \(run.space ?? "another space"), " : "")
        guard run.outcome != .running else { return heading + "killed; the next run continues" }
        guard let report = run.report else {
            let files = HumanFormat.count(run.filesSeen, "file")
            return heading + "\(run.outcome.rawValue): \(files), "
                + "\(HumanFormat.count(run.filesIndexed)) indexed, "
                + "\(HumanFormat.count(run.filesUnchanged)) unchanged, "
                + "\(HumanFormat.count(run.filesQuarantined)) quarantined"
        }
        let parts = [
            (report.new, "new"), (report.changed, "changed"), (report.moved, "moved"),
            (report.copied, "copied"), (report.gone, "gone"), (report.unchanged, "unchanged"),
            (report.failed + report.stillQuarantined, "quarantined"),
            (report.deferred + report.problems, "passed by"),
            (report.left.values.reduce(0) { $0 + $1.files }, "left"),
        ].filter { $0.0 > 0 }.map { "\(HumanFormat.count($0.0)) \($0.1)" }
        return heading + run.outcome.rawValue + " in \(HumanFormat.duration(report.seconds))"
            + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
    }
}
