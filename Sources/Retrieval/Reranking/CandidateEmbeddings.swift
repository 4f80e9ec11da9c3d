import Catalog
import Compute
import MediaTypes

/// The embeddings of the segments that speak for candidates, to compare candidates by.
struct CandidateEmbeddings {
    private let vectors: [SegmentID: [Float]]

    init(of candidates: some Sequence<Candidate>, in search: SearchContext) throws {
        let segments = candidates.flatMap { $0.moment.evidence.values.map(\.id) }
        vectors = try search.catalog.embeddings(ofSegments: segments, in: search.space)
    }

    /// How alike two candidates are, -1…1: of what both are found by, the least alike.
    ///
    /// Nil where nothing can be compared: a photo with a video, a picture with a sound.
    func likeness(_ one: Candidate, _ other: Candidate) -> Float? {
        guard one.asset.type == other.asset.type else { return nil }
        return one.moment.evidence.compactMap { match, segment in
            guard let counterpart = other.moment.evidence[match],
                let a = vectors[segment.id], let b = vectors[counterpart.id]
            else { return nil }
            return DotProduct.dot(a.span, b.span)
        }.min()
    }
}
