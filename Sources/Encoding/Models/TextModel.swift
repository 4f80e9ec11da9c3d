/// A network that reads texts.
public protocol TextModel: Sendable {
    /// How many values it gives for a text.
    var dimension: Int { get }
    /// What it knows about a text, `dimension` values, not normalised.
    func features(of text: String) throws -> [Float]
}
