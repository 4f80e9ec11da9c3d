import MediaTypes

/// Why a search can't be made.
public enum SearchError: Error, Equatable, CustomStringConvertible {
    /// There is nothing to search for.
    case emptyQuery
    /// The parts of a query point in opposite directions.
    case contradictoryQuery
    /// The space has no encoder for a part of the query.
    case missingEncoder(Modality, space: String)
    /// Nothing is indexed yet.
    case emptyLibrary(folder: String)
    /// The library is indexed, but with other spaces.
    case otherSpace(asked: String, indexed: [String])

    public var description: String {
        switch self {
        case .emptyQuery:
            "nothing to search for: give a text, a picture or a sound"
        case .contradictoryQuery:
            "the parts of the query cancel each other out: search for one of them"
        case .missingEncoder(let modality, let space):
            "the space '\(space)' has no encoder for \(modality.inWords): choose another space"
        case .emptyLibrary(let folder):
            "the library \(folder) is empty: index something first with 'trove index PATH'"
        case .otherSpace(let asked, let indexed):
            "the library isn't indexed with the space '\(asked)' as it is installed now, but with "
                + indexed.map { "'\($0)'" }.joined(separator: ", ")
                + ": choose that one with --space, or run 'trove index' again"
        }
    }
}

extension Modality {
    fileprivate var inWords: String {
        switch self {
        case .image: "pictures"
        case .audio: "sound"
        case .text: "text"
        }
    }
}
