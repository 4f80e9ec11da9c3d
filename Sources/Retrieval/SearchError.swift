import Catalog
import MediaTypes

/// Why a search can't be made.
public enum SearchError: Error, Equatable, CustomStringConvertible {
    /// There is nothing to search for.
    case emptyQuery
    /// A query only says what is not wanted.
    case onlyUnwanted
    /// A quote is never closed: the place of its character in the text, from 1.
    case unbalancedQuote(position: Int)
    case weightOutOfRange(String)
    /// Encoders read only the beginning of a long text.
    case textTooLong(characters: Int, limit: Int)
    /// No segment has this id, or the space has no embedding of it.
    case unknownResult(SegmentID)
    /// The parts of a query point in opposite directions, or one is both wanted and not.
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
        case .onlyUnwanted:
            "the query only says what is not wanted: give something to look for as well"
        case .unbalancedQuote(let position):
            "the quote at character \(position) of the text is never closed: add its other half, "
                + "or leave it out"
        case .weightOutOfRange(let weight):
            "the weight \(weight) is out of range: it must be more than 0 and at most 100"
        case .textTooLong(let characters, let limit):
            "the text has \(characters) characters: give at most \(limit)"
        case .unknownResult(let id):
            "there is no result with the id \(id) in this library and space: ids are in what "
                + "'trove search --json' prints"
        case .contradictoryQuery:
            "the parts of the query cancel each other out: search for one of them"
        case .missingEncoder(let modality, let space):
            "the space '\(space)' has no encoder for \(modality.inWords): choose another space"
        case .emptyLibrary(let folder):
            "the library \(folder) is empty: index something first with 'trove index PATH'"
        case .otherSpace(let asked, let indexed):
            "the library isn't indexed in the space '\(asked)' as it is installed now, but in "
                + indexed.map { $0 == asked ? "an earlier '\($0)'" : "'\($0)'" }
                .joined(separator: ", ") + ": run 'trove space migrate --to \(asked)'"
                + (indexed.contains { $0 != asked } ? ", or choose another with --space" : "")
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
