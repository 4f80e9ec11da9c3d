import MediaTypes

/// Segments that are searched together: made from one modality, in one type of asset; of photos,
/// either wholes or crops.
public struct SegmentSelection: Sendable, Hashable {
    public let type: MediaType
    public let modality: Modality
    public let areCrops: Bool

    public init(type: MediaType, modality: Modality, areCrops: Bool = false) {
        self.type = type
        self.modality = modality
        self.areCrops = areCrops
    }
}
