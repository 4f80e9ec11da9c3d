import Catalog
import Ingestion
import MediaTypes

/// What a migration did, for people and for other programs.
struct MigrationReport: Encodable {
    let from: String
    let to: String
    /// Files that were encoded.
    let encoded: Int
    let segmentsAdded: Int
    /// Files that the new space has no encoder for.
    let unencodable: Int
    /// Files that can't be encoded in the new space, or only in part.
    let quarantined: [IndexReport.Trouble]
    /// Files that are not there, or have changed.
    let problems: [IndexReport.Trouble]
    /// What is still to be encoded, by type of file.
    let left: [String: PendingCounts]
    let seconds: Double
    /// The new space answers searches.
    var switched = false
    /// The old embeddings are gone.
    var dropped = false
    var interrupted = false

    private let isBack: Bool

    enum CodingKeys: String, CodingKey {
        case from, to, encoded, segmentsAdded, unencodable, quarantined, problems, left, seconds
        case switched, dropped, interrupted
    }

    /// - Parameter isBack: the library was in the space already.
    init(from: String, to: String, isBack: Bool, _ summary: IndexSummary) {
        self.from = from
        self.to = to
        self.isBack = isBack
        encoded = summary.indexed
        segmentsAdded = summary.segmentsAdded
        unencodable = summary.unencodable.values.reduce(0, +)
        quarantined = summary.quarantined.map { .init(path: $0.path, reason: $0.reason) }
        problems = summary.problems.map { .init(path: $0.path, reason: $0.reason) }
        left = summary.left.reduce(into: [:]) { $0[$1.key.rawValue] = $1.value }
        seconds = summary.elapsed / .seconds(1)
    }

    var isWhole: Bool { switched && quarantined.isEmpty && problems.isEmpty }

    /// For people.
    func lines(_ style: TextStyle) -> [String] {
        if isBack && encoded == 0 {
            return [
                "The library is in the space '\(to)' already."
                    + (dropped ? " The embeddings in other spaces are deleted." : "")
            ]
        }
        var lines = [
            "Encoded \(HumanFormat.count(encoded, "file")) in the space '\(to)', "
                + "\(HumanFormat.count(segmentsAdded, "segment")), "
                + "in \(HumanFormat.duration(seconds))."
        ]
        if unencodable > 0 {
            lines.append(
                style.warning("\(HumanFormat.count(unencodable, "file")) not covered")
                    + ": the space has no encoder for them.")
        }
        lines += IndexReport.list(
            quarantined, HumanFormat.count(quarantined.count, "file") + " can't be encoded",
            "see them all with --json", style)
        lines += IndexReport.list(
            problems, HumanFormat.count(problems.count, "file") + " left",
            "see them all with --json", style)
        lines.append(ending)
        return lines
    }

    private var ending: String {
        let again = "'trove space migrate --to \(to)'"
        if switched {
            let old =
                dropped
                ? "The embeddings in other spaces are deleted."
                : "Those in '\(from)' are kept; \(again) with --drop-old deletes them."
            return "Searches are answered in '\(to)' from now on. " + old
        }
        if interrupted {
            return "Interrupted: searches are answered in '\(from)'; \(again) continues here."
        }
        return
            "Searches are still answered in '\(from)'. Bring the files back, or run 'trove index' "
            + "where they were, and then \(again); --incomplete goes on without them."
    }
}
