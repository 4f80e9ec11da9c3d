import MediaTypes

/// A segment with its embedding, not yet in the catalog.
public struct EncodedSegment: Sendable, Equatable {
    /// What the embedding was made from.
    public let modality: Modality
    /// Where in a recording or video; nil for a photo.
    public let range: TimeRange?
    /// The part of a photo that it shows; nil for all of it.
    public let crop: Crop?
    public let embedding: Embedding

    public init(
        modality: Modality, range: TimeRange?, crop: Crop? = nil, embedding: Embedding
    ) {
        self.modality = modality
        self.range = range
        self.crop = crop
        self.embedding = embedding
    }
}
