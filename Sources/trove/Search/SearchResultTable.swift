import Foundation
import MediaTypes
import Retrieval

/// Results as people read them: rank, score, path, type and moment.
struct SearchResultTable {
    let style: TextStyle

    func lines(_ results: [SearchResult]) -> [String] {
        var table = Table([.right, .right, .left, .left, .left])
        for result in results {
            table.add([
                result.rejection == nil ? String(result.rank) : "–",
                HumanFormat.score(result.score), FilePath.display(result.path),
                result.type.rawValue, Self.remarks(result),
            ])
        }
        return table.lines { column, cell in
            switch column {
            case 2: style.strong(cell)
            case 0, 1, 3: style.faint(cell)
            default: cell
            }
        }
    }

    /// The moment, and how many near-duplicates the result stands for.
    private static func remarks(_ result: SearchResult) -> String {
        let similar = result.similar.isEmpty ? "" : "and \(result.similar.count) like it"
        return [moment(result), similar].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// Whole seconds that contain the moment, and how it was found; nothing for a photo.
    private static func moment(_ result: SearchResult) -> String {
        guard let range = result.range else { return "" }
        let start = HumanFormat.timestamp(Int(range.start.rounded(.down)))
        let end = HumanFormat.timestamp(Int(range.end.rounded(.up)))
        let matched = Match.allCases.filter(result.matched.contains).map(\.rawValue)
        return "\(start)–\(end) " + matched.joined(separator: " and ")
    }
}
