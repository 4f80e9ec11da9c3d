import Catalog
import Foundation
import Ingestion
import MediaTypes

/// What a run did, for people and for other programs.
struct IndexReport: Encodable {
    /// A path and why it is not in the library.
    struct Trouble: Encodable {
        let path: String
        let reason: String
    }

    /// Reasons shown to people; `trove quarantine` has them all.
    private static let largestList = 20

    let seen: Int
    /// By media type.
    let indexed: [String: Int]
    let unchanged: Int
    /// Files whose content was known.
    let linked: Int
    /// Paths that no longer exist.
    let removed: Int
    let quarantined: [Trouble]
    let stillQuarantined: Int
    let problems: [Trouble]
    let segmentsAdded: Int
    let seconds: Double
    let interrupted: Bool

    init(summary: IndexSummary, indexed: [MediaType: Int]) {
        seen = summary.seen
        self.indexed = Dictionary(
            uniqueKeysWithValues: MediaType.allCases.map { ($0.rawValue, indexed[$0] ?? 0) })
        unchanged = summary.unchanged
        linked = summary.linked
        removed = summary.removed.paths
        quarantined = summary.quarantined.map { Trouble(path: $0.path, reason: $0.reason) }
        stillQuarantined = summary.stillQuarantined
        problems = summary.problems.map { Trouble(path: $0.path, reason: $0.reason) }
        segmentsAdded = summary.segmentsAdded
        seconds = summary.elapsed / .seconds(1)
        interrupted = summary.wasInterrupted
    }

    /// For people.
    func lines(_ style: TextStyle) -> [String] {
        guard seen > 0 || removed > 0 || !problems.isEmpty else {
            return ["Nothing to index: no photo, recording or video was found."]
        }
        var lines = [summaryLine]
        if unchanged > 0 { lines.append("\(HumanFormat.count(unchanged, "file")) unchanged.") }
        if linked > 0 {
            lines.append("\(HumanFormat.count(linked, "file")) with content that is known already.")
        }
        if removed > 0 {
            lines.append("\(HumanFormat.count(removed, "file")) gone, and forgotten.")
        }
        lines += list(
            problems, HumanFormat.count(problems.count, "path") + " passed by",
            "see the reasons with --json", style)
        lines += list(
            quarantined, HumanFormat.count(quarantined.count, "file") + " quarantined",
            "see them all with 'trove quarantine'", style)
        if stillQuarantined > 0 {
            lines.append(
                style.warning("\(HumanFormat.count(stillQuarantined, "file")) still quarantined")
                    + ": unchanged since they failed.")
        }
        if interrupted { lines.append("Interrupted: the next run continues here.") }
        return lines
    }

    private var summaryLine: String {
        let files = indexed.values.reduce(0, +)
        guard files > 0 else {
            return "Nothing new in \(HumanFormat.count(seen, "file")), "
                + "looked through in \(HumanFormat.duration(seconds))."
        }
        let kinds = [("image", "photo"), ("audio", "recording"), ("video", "video")]
        let parts = kinds.compactMap { type, name in
            indexed[type].flatMap { $0 > 0 ? HumanFormat.count($0, name) : nil }
        }
        let rate = String(format: "%.1f", Double(files) / max(seconds, 0.001))
        return "Indexed \(parts.joined(separator: ", ")) in \(HumanFormat.duration(seconds)), "
            + "\(rate) files a second."
    }

    private func list(
        _ troubles: [Trouble], _ what: String, _ more: String, _ style: TextStyle
    ) -> [String] {
        guard !troubles.isEmpty else { return [] }
        let heading = style.warning(what) + ":"
        let shown = troubles.prefix(Self.largestList).map {
            "  \(FilePath.display($0.path)): \($0.reason)"
        }
        let rest = troubles.count - shown.count
        return [heading] + shown
            + (rest > 0 ? ["  and \(HumanFormat.count(rest)) more: \(more)"] : [])
    }
}
