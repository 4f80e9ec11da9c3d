import Foundation
import Retrieval

/// What each rerank stage brings and costs: a row for the search with all stages, without each of
/// them, and without any.
struct AblationTable {
    struct Row: Encodable {
        let stages: String
        let report: EvaluationReport
        /// A query, without its encoding.
        let milliseconds: Double

        init(_ stages: String, _ measured: (evaluation: Evaluation, seconds: Double)) {
            self.stages = stages
            report = measured.evaluation.report
            milliseconds = 1000 * measured.seconds / Double(max(1, report.queries))
        }

        private enum CodingKeys: CodingKey {
            case stages, milliseconds
        }

        func encode(to encoder: any Encoder) throws {
            try report.encode(to: encoder)
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(stages, forKey: .stages)
            try container.encode(milliseconds, forKey: .milliseconds)
        }
    }

    let rows: [Row]

    var lines: [String] {
        var table = Table([.left] + [Table.Alignment](repeating: .right, count: 8))
        table.add(
            ["stages", "R@1", "R@5", "R@10", "nDCG", "moment R@1", "moment R@3", "kept", "ms"])
        for row in rows {
            let report = row.report
            table.add([
                row.stages, Self.part(report.recallAt1), Self.part(report.recallAt5),
                Self.part(report.recallAt10), Self.part(report.ndcgAt10),
                Self.part(report.momentRecallAt1?["0.5"]),
                Self.part(report.momentRecallAt3?["0.3"]), Self.part(report.kept),
                String(format: "%.1f", row.milliseconds),
            ])
        }
        return table.lines()
    }

    private static func part(_ value: Double?) -> String {
        value.map { String(format: "%.3f", $0) } ?? ""
    }
}
