import MediaTypes

/// A network that reads texts.
public protocol TextModel: Sendable {
    /// What it computes in.
    var precision: Precision { get }
    /// How many values it gives for a text.
    var dimension: Int { get }
    /// What it knows about a text, `dimension` values, not normalised.
    func features(of text: String) throws -> [Float]
    /// The same of several, in the same order; together where that is faster.
    func features(of texts: [String]) throws -> [[Float]]
}

extension TextModel {
    public func features(of texts: [String]) throws -> [[Float]] {
        try texts.map { try features(of: $0) }
    }
}
