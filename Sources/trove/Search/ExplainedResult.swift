import Retrieval

/// A result, or what is none, with its explanation beside its own fields.
struct ExplainedResult: Encodable {
    private enum CodingKeys: String, CodingKey {
        case explain, rejected, reason
    }

    let finished: FinishedResult
    let explanation: Explanation
    /// Why it is none, in words; nil for a result.
    let reason: String?

    func encode(to encoder: any Encoder) throws {
        try finished.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(explanation, forKey: .explain)
        try container.encodeIfPresent(finished.result.rejection?.code, forKey: .rejected)
        try container.encodeIfPresent(reason, forKey: .reason)
    }
}
