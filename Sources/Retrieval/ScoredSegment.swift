import MediaTypes

/// A segment as the query sees it.
struct ScoredSegment {
    /// Nil in a photo.
    let range: TimeRange?
    let match: Match
    let score: Float
}
