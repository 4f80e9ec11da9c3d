import MediaTypes

/// What is found in an asset: a stretch of a video or recording, or a whole photo.
struct Moment: Equatable {
    /// Nil for a photo.
    var range: TimeRange?
    /// That of its best segment.
    var score: Float
    var matched: Set<Match>
}
