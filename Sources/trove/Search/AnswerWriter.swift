import Retrieval

/// Writes what a search found: for people a table, for programs one object a result.
struct AnswerWriter {
    /// Rejected candidates that an explanation lists.
    private static let rejectedShown = 10

    let isJSON: Bool
    /// Nil to write the results alone.
    let explainer: AnswerExplainer?

    func write(_ results: [FinishedResult], rejected: [SearchResult]) throws {
        let shown = rejected.prefix(explainer == nil ? 0 : Self.rejectedShown)
            .map { FinishedResult(result: $0) }
        if isJSON {
            for result in results + shown { try writeObject(result) }
            return
        }
        writeTable(results)
        guard let explainer else { return }
        explainer.filterLines.forEach(StandardOutput.write)
        guard !shown.isEmpty else { return }
        StandardOutput.write("Rejected:")
        writeTable(shown)
        let others = rejected.count - shown.count
        if others > 0 { StandardOutput.write("and \(HumanFormat.count(others)) more") }
    }

    private func writeObject(_ result: FinishedResult) throws {
        guard let explainer else { return try JSONLine.write(result) }
        try JSONLine.write(explainer.explained(result))
    }

    private func writeTable(_ results: [FinishedResult]) {
        let table = SearchResultTable(style: TextStyle(isTerminal: StandardOutput.isTerminal))
        for (line, result) in zip(table.lines(results.map(\.result)), results) {
            StandardOutput.write(line)
            explainer?.lines(result.result).forEach(StandardOutput.write)
        }
    }
}
