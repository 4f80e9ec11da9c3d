import MediaTypes

/// What is found in an asset: a stretch of a video or recording, or a whole photo.
public struct Moment: Sendable, Equatable {
    /// Nil for a photo.
    public internal(set) var range: TimeRange?
    /// By what it was found: the best matching segment of each.
    public internal(set) var evidence: [Match: ScoredSegment]

    /// Its best segment's score, 0…1.
    var score: Float { evidence.values.map(\.score).max() ?? 0 }
}
