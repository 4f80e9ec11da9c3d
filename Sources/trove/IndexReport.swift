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

    let job: String?
    let seen: Int
    /// By media type.
    let indexed: [String: Int]
    /// Of them, files whose path showed nothing before, and another content.
    let new: Int
    let changed: Int
    let unchanged: Int
    /// Files that the space has no encoder for, by media type.
    let unencodable: [String: Int]
    /// Files whose content was known.
    let linked: Int
    /// Of them, files whose content is seen nowhere else any more, and the others.
    let moved: Int
    let copied: Int
    /// Files that were found no more.
    let removed: Int
    let quarantined: [Trouble]
    let stillQuarantined: Int
    let problems: [Trouble]
    /// Paths of files that are still being written.
    let deferred: [String]
    /// What is still to be indexed, by type of file.
    let left: [String: PendingCounts]
    let segmentsAdded: Int
    let seconds: Double
    /// Of all threads, by stage.
    let stageSeconds: [String: Double]
    private(set) var interrupted: Bool
    /// The job's window closed before everything was done.
    let stoppedByWindow: Bool
    /// When the job's window opens again; nil without one.
    let nextRun: Date?
    /// Of a run that was to tell.
    let profile: ProfileReport?

    /// - Parameter job: nil for a run without one.
    init(
        summary: IndexSummary, indexed: [MediaType: Int], job: String? = nil, nextRun: Date? = nil,
        profile: ProfileReport? = nil
    ) {
        let report = RunReport(summary)
        self.job = job
        self.nextRun = nextRun
        self.profile = profile
        (new, changed, moved, copied) = (report.new, report.changed, report.moved, report.copied)
        deferred = summary.deferred
        left = report.left
        stageSeconds = report.times
        stoppedByWindow = summary.wasStoppedByWindow
        seen = summary.seen
        self.indexed = Dictionary(
            uniqueKeysWithValues: MediaType.allCases.map { ($0.rawValue, indexed[$0] ?? 0) })
        unchanged = summary.unchanged
        unencodable = summary.unencodable.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
        linked = summary.linked
        removed = summary.gone
        quarantined = summary.quarantined.map { Trouble(path: $0.path, reason: $0.reason) }
        stillQuarantined = summary.stillQuarantined
        problems = summary.problems.map { Trouble(path: $0.path, reason: $0.reason) }
        segmentsAdded = summary.segmentsAdded
        seconds = summary.elapsed / .seconds(1)
        interrupted = summary.wasInterrupted
    }

    /// Whether anything was done, or failed.
    var hasNews: Bool {
        indexed.values.contains { $0 > 0 } || linked > 0 || removed > 0 || !quarantined.isEmpty
            || !problems.isEmpty
    }

    /// The same, of a program that was stopped after the run.
    var stopped: IndexReport {
        var report = self
        report.interrupted = true
        return report
    }

    /// For people.
    func lines(_ style: TextStyle) -> [String] {
        let isWhole = !interrupted && !stoppedByWindow
        guard seen > 0 || removed > 0 || !problems.isEmpty || !isWhole else {
            return ["Nothing to index: no photo, recording or video was found."]
        }
        var lines = [summaryLine]
        if changed > 0 {
            lines.append("\(HumanFormat.count(changed, "file")) of them changed, the others new.")
        }
        for (type, words) in [
            ("image", ("photo", "pictures")), ("audio", ("recording", "sound")),
            ("video", ("video", "what is in them")),
        ] {
            guard let count = unencodable[type] else { continue }
            lines.append(
                style.warning("\(HumanFormat.count(count, words.0)) not covered")
                    + ": the space has no encoder for \(words.1), so only names and captions find "
                    + "\(count == 1 ? "it" : "them").")
        }
        if unchanged > 0 { lines.append("\(HumanFormat.count(unchanged, "file")) unchanged.") }
        if moved > 0 { lines.append("\(HumanFormat.count(moved, "file")) moved or renamed.") }
        if copied > 0 { lines.append("\(HumanFormat.count(copied, "file")) copied.") }
        if removed > 0 {
            lines.append("\(HumanFormat.count(removed, "file")) gone, and forgotten.")
        }
        lines += troubles(style)
        lines.append(timesLine)
        if stoppedByWindow { lines.append("Stopped, as the job's window has closed.") }
        if interrupted { lines.append("Interrupted: the next run continues here.") }
        if let leftLine { lines.append(style.warning(leftLine)) }
        if let nextRun {
            lines.append("The job's window opens next on \(HumanFormat.date(nextRun)).")
        }
        lines += profile?.lines ?? []
        return lines
    }

    private func troubles(_ style: TextStyle) -> [String] {
        var lines = Self.list(
            problems, HumanFormat.count(problems.count, "path") + " passed by",
            "see the reasons with --json", style)
        lines += Self.list(
            deferred.map { Trouble(path: $0, reason: "is still being written") },
            HumanFormat.count(deferred.count, "file") + " left for later", "", style)
        lines += Self.list(
            quarantined, HumanFormat.count(quarantined.count, "file") + " quarantined",
            "see them all with 'trove quarantine'", style)
        if stillQuarantined > 0 {
            lines.append(
                style.warning("\(HumanFormat.count(stillQuarantined, "file")) still quarantined")
                    + ": unchanged since they failed.")
        }
        return lines
    }

    private var timesLine: String {
        let times = Stage.working.compactMap { stage in
            stageSeconds[stage.rawValue].map { "\(stage.words) \(String(format: "%.1f", $0)) s" }
        }
        return "Time of all threads: " + times.joined(separator: ", ") + "."
    }

    private var leftLine: String? {
        let files = left.values.reduce(0) { $0 + $1.files }
        let bytes = left.values.reduce(0) { $0 + $1.bytes }
        return files > 0
            ? "\(HumanFormat.count(files, "file")), \(HumanFormat.bytes(bytes)), still to be indexed."
            : nil
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

    static func list(
        _ troubles: [Trouble], _ what: String, _ more: String, _ style: TextStyle
    ) -> [String] {
        guard !troubles.isEmpty else { return [] }
        let heading = style.warning(what) + ":"
        let shown = troubles.prefix(Self.largestList).map {
            "  \(FilePath.display($0.path)): \($0.reason)"
        }
        let rest = troubles.count - shown.count
        return [heading] + shown
            + (rest > 0
                ? ["  and \(HumanFormat.count(rest)) more" + (more.isEmpty ? "" : ": " + more)]
                : [])
    }
}
