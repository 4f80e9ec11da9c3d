import MediaTypes

/// A segment as it goes along with its embedding.
public struct StoredSegment: Sendable, Hashable {
    public let id: SegmentID
    public let asset: AssetID
    /// Where in a recording or video; nil for a photo.
    public let range: TimeRange?
    /// The part of a photo that it shows; nil for all of it.
    public let crop: Crop?

    public init(id: SegmentID, asset: AssetID, range: TimeRange?, crop: Crop? = nil) {
        self.id = id
        self.asset = asset
        self.range = range
        self.crop = crop
    }
}
