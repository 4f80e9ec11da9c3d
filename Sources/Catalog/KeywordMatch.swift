import MediaTypes

/// An asset, or a stretch of one, whose words match.
public struct KeywordMatch: Sendable, Equatable {
    public let asset: AssetID
    /// By BM25, higher for better; comparable within one search alone.
    public let score: Double
    /// The part of the query's words and phrases that the asset has in all its texts together,
    /// 0…1. Words that are in nearly all texts count as had.
    public let share: Double
    /// Of a line of subtitles; nil for what is said of the asset as a whole.
    public let range: TimeRange?
}
