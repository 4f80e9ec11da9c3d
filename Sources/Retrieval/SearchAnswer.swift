/// What a search found.
public struct SearchAnswer: Sendable {
    /// The best first.
    public let results: [SearchResult]
    /// Candidates that are no results, each with its reason, the best first.
    public let rejected: [SearchResult]
    /// Whether the library holds anything of the wanted types that the space can search.
    public let hasSearchable: Bool
    /// Why index files were not used, where they were not.
    public let fallbacks: [IndexFallback]
}
