import MediaTypes

/// Segments that are searched together: made from one modality, in one type of asset.
public struct SegmentSelection: Sendable, Hashable {
    public let type: MediaType
    public let modality: Modality

    public init(type: MediaType, modality: Modality) {
        self.type = type
        self.modality = modality
    }
}
