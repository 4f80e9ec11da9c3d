import MediaTypes

/// How near segments of one kind come by chance to queries of one modality.
public struct NoiseFloorRecord: Sendable, Equatable {
    /// What the queries are made from.
    public let query: Modality
    /// What the segments' assets are.
    public let type: MediaType
    /// What the segments are made from.
    public let segments: Modality
    /// Whether the segments are crops of photos.
    public let areCrops: Bool
    /// Cosine, -1…1.
    public let cutoff: Float
    /// Cosine, more than 0.
    public let scale: Float

    public init(
        query: Modality, type: MediaType, segments: Modality, areCrops: Bool = false,
        cutoff: Float, scale: Float
    ) {
        self.query = query
        self.type = type
        self.segments = segments
        self.areCrops = areCrops
        self.cutoff = cutoff
        self.scale = scale
    }
}
