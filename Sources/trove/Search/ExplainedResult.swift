import Retrieval

/// A result, or what is none, with its explanation beside its own fields.
struct ExplainedResult: Encodable {
    private enum CodingKeys: String, CodingKey {
        case explain, rejected, reason
    }

    let result: SearchResult
    let explanation: Explanation
    /// What the query's unwanted parts are, in words.
    let unwanted: [String]

    func encode(to encoder: any Encoder) throws {
        try result.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(explanation, forKey: .explain)
        if let rejection = result.rejection {
            try container.encode(rejection.code, forKey: .rejected)
            try container.encode(rejection.inWords(unwanted: unwanted), forKey: .reason)
        }
    }
}
