import Catalog
import Compute
import MediaTypes

/// The embeddings of the segments that speak for candidates, to compare candidates by.
struct CandidateEmbeddings {
    private struct Entry {
        let type: MediaType
        /// In the order of `Match.allCases`.
        let vectors: [[Float]?]
    }

    private let entries: [Entry]

    init(of candidates: [Candidate], in search: SearchContext) throws {
        let segments = candidates.flatMap { $0.moment.evidence.values.map(\.id) }
        let vectors = try search.catalog.embeddings(ofSegments: segments, in: search.space)
        entries = candidates.map { candidate in
            Entry(
                type: candidate.asset.type,
                vectors: Match.allCases.map { match in
                    candidate.moment.evidence[match].flatMap { vectors[$0.id] }
                })
        }
    }

    /// How alike two candidates are, -1…1: of what both are found by, the least alike.
    ///
    /// Nil where nothing can be compared: a photo with a video, a picture with a sound.
    /// - Parameters: places among the candidates.
    func likeness(_ one: Int, _ other: Int) -> Float? {
        guard entries[one].type == entries[other].type else { return nil }
        var least: Float?
        for match in Match.allCases.indices {
            guard let a = entries[one].vectors[match], let b = entries[other].vectors[match]
            else { continue }
            let cosine = DotProduct.dot(a.span, b.span)
            least = min(least ?? cosine, cosine)
        }
        return least
    }
}
