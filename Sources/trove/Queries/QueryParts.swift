import Catalog
import Retrieval

/// What a search is made from, in the terms of a space.
struct QueryParts {
    var wanted: [Query.Part] = []
    var unwanted: [Query.Part] = []
    /// What each of the unwanted parts is, for people.
    var unwantedNames: [String] = []
    /// What is wanted in words; empty without any.
    var text = ""
    /// Absolute paths of what is wanted.
    var files: [String] = []
    var words: [String] = []
    var phrases: [String] = []
    /// What lies in the library already and is not searched for again.
    var excluded: Set<AssetID> = []

    /// - Parameter name: what these parts are, for people.
    mutating func exclude(_ parts: [Query.Part], named name: String) {
        unwanted += parts
        unwantedNames += repeatElement(name, count: parts.count)
    }
}
