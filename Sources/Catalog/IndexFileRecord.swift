import Foundation
import MediaTypes

/// An index file that the catalog knows: of the embeddings that one kind of segment has in a space.
public struct IndexFileRecord: Sendable, Hashable {
    public let segments: SegmentSelection
    /// Rises with every publication.
    public let generation: Int64
    /// Within the library's folder for index files.
    public let name: String
    public let vectors: Int
    /// How many there were when it was last made from nothing.
    public let rebuiltVectors: Int
    public let published: Date

    public init(
        segments: SegmentSelection, generation: Int64, name: String, vectors: Int,
        rebuiltVectors: Int, published: Date = Date()
    ) {
        self.segments = segments
        self.generation = generation
        self.name = name
        self.vectors = vectors
        self.rebuiltVectors = rebuiltVectors
        self.published = published
    }
}
