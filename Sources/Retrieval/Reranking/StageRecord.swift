/// What a candidate was after a stage.
public struct StageRecord: Sendable, Equatable, Encodable {
    /// The stage's name.
    public let stage: String
    /// Among the candidates that were not rejected, from 1.
    public let rank: Int
    public let score: Float
}
