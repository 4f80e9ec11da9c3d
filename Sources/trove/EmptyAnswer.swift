import Catalog
import MediaTypes
import Retrieval

/// Why a search has no results, in one line.
enum EmptyAnswer {
    static func explanation(
        _ answer: SearchAnswer, types: Set<MediaType>, _ filter: AssetFilter, _ catalog: Catalog
    ) throws -> String {
        guard answer.hasSearchable else {
            let missing = MediaType.allCases.filter(types.contains).map(\.plural)
            return "Nothing found: the library holds no \(missing.joined(separator: " or ")) "
                + "that this space can search."
        }
        if answer.rejected.contains(where: { $0.rejection == .chance }) {
            return "Nothing found: what comes nearest is no better than chance. "
                + "--no-cutoff shows it."
        }
        if answer.rejected.contains(where: { $0.rejection == .lacksPhrase }) {
            return "Nothing found: what comes nearest lacks the quoted words."
        }
        if !answer.rejected.isEmpty {
            return "Nothing found: what comes nearest is what is not wanted."
        }
        return try catalog.assets(matching: filter).isEmpty
            ? "Nothing found: no file meets the filters." : "Nothing found."
    }
}

extension MediaType {
    fileprivate var plural: String {
        switch self {
        case .image: "photos"
        case .audio: "recordings"
        case .video: "videos"
        }
    }
}
