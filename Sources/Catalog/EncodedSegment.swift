import MediaTypes

/// A segment with its embedding, not yet in the catalog.
public struct EncodedSegment: Sendable, Equatable {
    /// What the embedding was made from.
    public let modality: Modality
    /// Where in a recording or video; nil for a photo.
    public let range: TimeRange?
    public let embedding: Embedding

    public init(modality: Modality, range: TimeRange?, embedding: Embedding) {
        self.modality = modality
        self.range = range
        self.embedding = embedding
    }
}
