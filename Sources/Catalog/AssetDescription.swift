import MediaTypes

/// What is recorded of one media file's content.
public struct AssetDescription: Sendable, Equatable {
    public let hash: ContentHash
    /// Bytes.
    public let byteSize: Int64
    public let type: MediaType
    /// Pixels, of the upright picture; nil without a picture.
    public let width: Int?
    public let height: Int?
    /// Seconds; nil for photos.
    public let duration: Double?

    public init(
        hash: ContentHash, byteSize: Int64, type: MediaType, width: Int? = nil, height: Int? = nil,
        duration: Double? = nil
    ) {
        self.hash = hash
        self.byteSize = byteSize
        self.type = type
        self.width = width
        self.height = height
        self.duration = duration
    }
}
