import Foundation
import Retrieval

/// What an evaluation measured, as people read it.
struct EvaluationTable {
    let report: EvaluationReport

    var lines: [String] {
        var table = Table([.left, .right])
        func add(_ name: String, _ part: Double?) {
            if let part { table.add([name, Self.percent(part)]) }
        }
        func addMoments(_ name: String, _ byThreshold: [String: Double]?) {
            for (threshold, part) in (byThreshold ?? [:]).sorted(by: { $0.key < $1.key }) {
                add("\(name), IoU ≥ \(threshold)", part)
            }
        }
        table.add(["queries", HumanFormat.count(report.queries)])
        add("recall@1", report.recallAt1)
        add("recall@5", report.recallAt5)
        add("recall@10", report.recallAt10)
        table.add([
            "median rank", report.medianRank.map { String(format: "%g", $0) } ?? "not found",
        ])
        add("nDCG@10", report.ndcgAt10)
        addMoments("moment recall@1", report.momentRecallAt1)
        addMoments("moment recall@3", report.momentRecallAt3)
        add("moment mean average precision", report.momentMAP)
        add("of those found, above the cut-off", report.kept)
        add("of those without an answer, silent", report.silent)
        return table.lines()
    }

    static func percent(_ part: Double) -> String { String(format: "%.1f %%", 100 * part) }
}
