/// What an evaluation measured, by the definitions of `Evaluation`. Parts are 0…1.
public struct EvaluationReport: Sendable, Equatable, Codable {
    /// Those that have an answer.
    public let queries: Int
    public let recallAt1: Double
    public let recallAt5: Double
    public let recallAt10: Double
    /// Nil where half of the queries found nothing relevant.
    public let medianRank: Double?
    public let ndcgAt10: Double
    /// By threshold of intersection over union; nil where no moments are known.
    public let momentRecallAt1: [String: Double]?
    public let momentRecallAt3: [String: Double]?
    /// Nil where no moments are known.
    public let momentMAP: Double?
    /// Nil where nothing relevant was among the first ten.
    public let kept: Double?
    /// Nil where every query has an answer.
    public let silent: Double?

    private enum CodingKeys: String, CodingKey {
        case queries
        case recallAt1 = "recall@1"
        case recallAt5 = "recall@5"
        case recallAt10 = "recall@10"
        case medianRank = "median_rank"
        case ndcgAt10 = "ndcg@10"
        case momentRecallAt1 = "moment_recall@1"
        case momentRecallAt3 = "moment_recall@3"
        case momentMAP = "moment_map"
        case kept
        case silent
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(queries, forKey: .queries)
        try container.encode(recallAt1, forKey: .recallAt1)
        try container.encode(recallAt5, forKey: .recallAt5)
        try container.encode(recallAt10, forKey: .recallAt10)
        // Always there, null where it has no value.
        try container.encode(medianRank, forKey: .medianRank)
        try container.encode(ndcgAt10, forKey: .ndcgAt10)
        try container.encodeIfPresent(momentRecallAt1, forKey: .momentRecallAt1)
        try container.encodeIfPresent(momentRecallAt3, forKey: .momentRecallAt3)
        try container.encodeIfPresent(momentMAP, forKey: .momentMAP)
        try container.encodeIfPresent(kept, forKey: .kept)
        try container.encodeIfPresent(silent, forKey: .silent)
    }
}
