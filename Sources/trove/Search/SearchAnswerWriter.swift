import MediaTypes
import Retrieval

/// Writes what a search found: for people a table, for programs one object a result.
struct SearchAnswerWriter {
    /// Rejected candidates that an explanation lists.
    private static let rejectedShown = 10

    let isJSON: Bool
    /// Whether to tell why each result stands where it stands, and what was rejected.
    let explains: Bool
    /// What narrowed the search down, in words.
    let filters: [String]
    /// What the query's unwanted parts are, in words.
    let unwanted: [String]

    func write(_ answer: SearchAnswer) throws {
        let rejected = Array(answer.rejected.prefix(explains ? Self.rejectedShown : 0))
        if isJSON {
            for result in answer.results + rejected { try writeObject(result) }
        } else {
            writeTable(answer.results, rejected, hidden: answer.rejected.count - rejected.count)
        }
    }

    private func writeObject(_ result: SearchResult) throws {
        guard explains else { return try JSONLine.write(result) }
        try JSONLine.write(
            ExplainedResult(
                result: result, explanation: Explanation(result, filters: filters),
                unwanted: unwanted))
    }

    private func writeTable(_ results: [SearchResult], _ rejected: [SearchResult], hidden: Int) {
        let table = SearchResultTable(style: TextStyle(isTerminal: StandardOutput.isTerminal))
        for (line, result) in zip(table.lines(results), results) {
            StandardOutput.write(line)
            if explains { explanation(of: result).forEach(StandardOutput.write) }
        }
        guard explains else { return }
        if !filters.isEmpty {
            StandardOutput.write("Filters: " + filters.joined(separator: "; "))
        }
        guard !rejected.isEmpty else { return }
        StandardOutput.write("Rejected:")
        for (line, result) in zip(table.lines(rejected), rejected) {
            StandardOutput.write(line)
            let reason = result.rejection?.inWords(unwanted: unwanted) ?? ""
            StandardOutput.write("    " + reason)
            explanation(of: result).forEach(StandardOutput.write)
        }
        if hidden > 0 { StandardOutput.write("and \(HumanFormat.count(hidden)) more") }
    }

    private func explanation(of result: SearchResult) -> [String] {
        let explanation = Explanation(result, filters: filters)
        let segments = explanation.segments.map { segment in
            let place = segment.range.map { " " + HumanFormat.seconds($0) } ?? ""
            return "\(segment.match.rawValue)\(place): cosine "
                + "\(HumanFormat.score(segment.cosine)), score \(HumanFormat.score(segment.score))"
        }
        let stages = explanation.stages.map {
            "\($0.stage) \($0.rank). \(HumanFormat.score($0.score))"
        }
        let similar = result.similar.map { "like it: " + FilePath.display($0) }
        return (segments + [stages.joined(separator: ", ")] + similar).map { "    " + $0 }
    }
}
