import Retrieval

/// Tells why a search's results stand where they stand, and why others are none.
struct AnswerExplainer {
    private static let indentation = "    "

    /// What narrowed the search down, in words.
    let filters: [String]
    /// What the query's unwanted parts are, in words.
    let unwanted: [String]

    var filterLines: [String] {
        filters.isEmpty ? [] : ["Filters: " + filters.joined(separator: "; ")]
    }

    func explained(_ finished: FinishedResult) -> ExplainedResult {
        ExplainedResult(
            finished: finished, explanation: Explanation(finished.result, filters: filters),
            reason: reason(finished.result))
    }

    /// To stand below a result's own line.
    func lines(_ result: SearchResult) -> [String] {
        let explanation = Explanation(result, filters: filters)
        var lines = [reason(result)].compactMap(\.self)
        lines += explanation.segments.map { segment in
            let place =
                segment.range.map { " " + HumanFormat.seconds($0) }
                ?? segment.crop.map { ", crop " + HumanFormat.crop($0) } ?? ""
            return "\(segment.match.rawValue)\(place): cosine "
                + "\(HumanFormat.score(segment.cosine)), score \(HumanFormat.score(segment.score))"
        }
        let stages = explanation.stages.map {
            "\($0.stage) #\($0.rank) \(HumanFormat.score($0.score))"
        }
        lines.append(stages.joined(separator: " → "))
        lines += result.similar.map { "like it: " + FilePath.display($0) }
        return lines.map { Self.indentation + $0 }
    }

    private func reason(_ result: SearchResult) -> String? {
        result.rejection?.inWords(unwanted: unwanted)
    }
}
