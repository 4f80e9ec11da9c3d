import Retrieval

extension Rejection {
    /// For other programs.
    var code: String {
        switch self {
        case .unwanted: "unwanted"
        case .lacksPhrase: "phrase"
        case .chance: "chance"
        case .duplicate: "duplicate"
        }
    }

    /// - Parameter unwanted: what the query's unwanted parts are.
    func inWords(unwanted: [String]) -> String {
        switch self {
        case .unwanted(let part):
            unwanted.indices.contains(part)
                ? "is what is not wanted: \(unwanted[part])" : "is what is not wanted"
        case .lacksPhrase: "lacks a quoted phrase"
        case .chance: "no better than chance"
        case .duplicate(let path): "like \(FilePath.display(path)), which stands for it"
        }
    }
}
