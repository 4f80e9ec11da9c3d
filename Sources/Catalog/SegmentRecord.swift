import MediaTypes

/// A segment as a search result needs it.
public struct SegmentRecord: Sendable, Equatable {
    public let id: SegmentID
    public let modality: Modality
    /// Where in a recording or video; nil for a photo.
    public let range: TimeRange?
    /// The part of a photo that it shows; nil for all of it.
    public let crop: Crop?
    public let asset: AssetRecord
}

/// An asset as a search result needs it.
public struct AssetRecord: Sendable, Equatable {
    public let id: AssetID
    public let type: MediaType
    /// Pixels; nil without a picture.
    public let width: Int?
    public let height: Int?
    /// Seconds; nil for photos.
    public let duration: Double?
    /// Where it is seen; of several paths the lexically first.
    public let path: String
}
