import Catalog
import Foundation
import MediaTypes

/// What is in a library, for people and for other programs.
struct LibraryStatus: Encodable {
    struct IndexedSpace: Encodable {
        let name: String
        let identity: String
        let dimension: Int
        let embeddings: Int
    }

    struct Run: Encodable {
        let started: Date
        let finished: Date?
        let outcome: RunOutcome
        let filesSeen: Int
        let filesIndexed: Int
        let filesUnchanged: Int
        let filesQuarantined: Int
        let segmentsAdded: Int
    }

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
    let lastRun: Run?

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
        spaces = try catalog.spaces().map {
            IndexedSpace(
                name: $0.name, identity: $0.identity, dimension: $0.dimension,
                embeddings: counts.embeddings[$0.id] ?? 0)
        }
        lastRun = try catalog.recentRuns(limit: 1).first.map {
            Run(
                started: $0.started, finished: $0.finished, outcome: $0.outcome,
                filesSeen: $0.counts.filesSeen, filesIndexed: $0.counts.filesIndexed,
                filesUnchanged: $0.counts.filesUnchanged,
                filesQuarantined: $0.counts.filesQuarantined,
                segmentsAdded: $0.counts.segmentsAdded)
        }
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
        for space in spaces {
            table.add([
                "space", "\(space.name), \(HumanFormat.count(space.embeddings, "embedding"))",
            ])
        }
        table.add(["quarantine", HumanFormat.count(quarantined, "file")])
        table.add(["last run", lastRun.map(Self.describe) ?? "none"])
        return table.lines()
    }

    private static func describe(_ run: Run) -> String {
        let files = HumanFormat.count(run.filesSeen, "file")
        return "\(HumanFormat.date(run.started)), \(run.outcome.rawValue): \(files), "
            + "\(HumanFormat.count(run.filesIndexed)) indexed, "
            + "\(HumanFormat.count(run.filesUnchanged)) unchanged, "
            + "\(HumanFormat.count(run.filesQuarantined)) quarantined"
    }
}
