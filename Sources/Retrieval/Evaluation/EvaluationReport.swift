/// What an evaluation measured, by the definitions of `Evaluation`.
public struct EvaluationReport: Sendable, Equatable, Codable {
    public let queries: Int
    public let recallAt1: Double
    public let recallAt5: Double
    public let recallAt10: Double
    /// Nil where half of the queries found nothing relevant.
    public let medianRank: Double?
    /// By threshold of intersection over union; nil where no moments are known.
    public let momentRecallAt1: [String: Double]?

    private enum CodingKeys: String, CodingKey {
        case queries
        case recallAt1 = "recall@1"
        case recallAt5 = "recall@5"
        case recallAt10 = "recall@10"
        case medianRank = "median_rank"
        case momentRecallAt1 = "moment_recall@1"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(queries, forKey: .queries)
        try container.encode(recallAt1, forKey: .recallAt1)
        try container.encode(recallAt5, forKey: .recallAt5)
        try container.encode(recallAt10, forKey: .recallAt10)
        // Always there, null where it has no value.
        try container.encode(medianRank, forKey: .medianRank)
        try container.encodeIfPresent(momentRecallAt1, forKey: .momentRecallAt1)
    }
}
