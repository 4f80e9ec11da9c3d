import Catalog
import MediaTypes

/// Segments that scores are comparable among: of one modality, in one type of asset.
public struct SegmentKind: Sendable, Hashable {
    public let type: MediaType
    public let match: Match
    /// Whether they are crops of photos. A photo has several, so that chance brings the best of them
    /// nearer to a query than the whole.
    public let isCrop: Bool

    public init(type: MediaType, match: Match, isCrop: Bool = false) {
        self.type = type
        self.match = match
        self.isCrop = isCrop
    }

    /// Of a segment in an asset of this type.
    init(type: MediaType, of segment: ScoredSegment) {
        self.init(type: type, match: segment.match, isCrop: segment.crop != nil)
    }

    static let photoCrop = SegmentKind(type: .image, match: .seen, isCrop: true)

    /// How the catalog asks for them.
    var selection: SegmentSelection {
        SegmentSelection(type: type, modality: match.modality, areCrops: isCrop)
    }

    /// For the names of files.
    var name: String { "\(type)-\(isCrop ? "crop" : match.rawValue)" }

    static var all: [SegmentKind] {
        MediaType.allCases.flatMap { type in
            Match.allCases.map { SegmentKind(type: type, match: $0) }
        } + [photoCrop]
    }
}
