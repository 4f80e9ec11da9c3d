import Catalog
import Retrieval

/// What a search is made from, in the terms of a space.
struct QueryParts {
    var wanted: [Query.Part] = []
    var unwanted: [Query.Part] = []
    var words: [String] = []
    var phrases: [String] = []
    /// What lies in the library already and is not searched for again.
    var excluded: Set<AssetID> = []
}
