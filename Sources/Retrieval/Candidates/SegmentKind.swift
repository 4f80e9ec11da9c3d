import Catalog
import MediaTypes

/// Segments that scores are comparable among: of one modality, in one type of asset.
public struct SegmentKind: Sendable, Hashable {
    public let type: MediaType
    public let match: Match

    public init(type: MediaType, match: Match) {
        self.type = type
        self.match = match
    }

    /// How the catalog asks for them.
    var selection: SegmentSelection { SegmentSelection(type: type, modality: match.modality) }

    /// For the names of files.
    var name: String { "\(type)-\(match)" }

    static var all: [SegmentKind] {
        MediaType.allCases.flatMap { type in
            Match.allCases.map { SegmentKind(type: type, match: $0) }
        }
    }
}
