import VectorIndex

/// Why a search reads all embeddings instead of an index file; what it finds is exact all the same.
public enum IndexFallback: Sendable, Equatable, CustomStringConvertible {
    /// There is none, though there are so many embeddings of a kind.
    case missing(embeddings: Int)
    case unusable(IndexFileError)
    /// It turned out to be damaged at a vector.
    case damaged(VectorIndexError)

    public var description: String {
        switch self {
        case .missing(let embeddings):
            "there is no index of \(embeddings) embeddings yet, so all of them are read;"
                + " `trove reindex` makes one"
        case .unusable(let error): "\(error); all embeddings are read instead"
        case .damaged(let error): "\(error); all embeddings are read instead"
        }
    }
}
