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
    /// Nil where nobody looked for it; what was known before then stays.
    public let metadata: RecordedMetadata?

    /// Headers may lie: a side that isn't positive, and a duration that isn't one, count as unknown.
    public init(
        hash: ContentHash, byteSize: Int64, type: MediaType, width: Int? = nil, height: Int? = nil,
        duration: Double? = nil, metadata: RecordedMetadata? = nil
    ) {
        self.hash = hash
        self.byteSize = byteSize
        self.type = type
        self.metadata = metadata
        let hasSize = (width ?? 0) > 0 && (height ?? 0) > 0
        self.width = hasSize ? width : nil
        self.height = hasSize ? height : nil
        self.duration = duration.flatMap { $0.isFinite && $0 >= 0 && type != .image ? $0 : nil }
    }
}
