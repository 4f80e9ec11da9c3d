import MediaTypes

/// A segment as it goes along with its embedding.
public struct StoredSegment: Sendable, Hashable {
    public let id: SegmentID
    public let asset: AssetID
    /// Where in a recording or video; nil for a photo.
    public let range: TimeRange?

    public init(id: SegmentID, asset: AssetID, range: TimeRange?) {
        self.id = id
        self.asset = asset
        self.range = range
    }
}
