import Foundation

/// How near segments come to a query by chance.
///
/// Cosines of different modalities lie on different scales: a picture that is nothing like the
/// query may score higher than the right sound. The floor puts them on one scale from 0 to 1, on
/// which 0.5 is what chance alone hardly ever reaches.
public struct NoiseFloor: Sendable, Equatable {
    /// The score of what is just as good as the best that chance offers.
    public static let chance: Float = 0.5

    /// The cosine that gets the score `chance`.
    public let cutoff: Float
    /// Cosine over which the odds, score / (1 - score), grow by the factor e; more than 0.
    public let scale: Float

    /// - Precondition: `scale` is positive.
    public init(cutoff: Float, scale: Float) {
        precondition(scale > 0, "a higher cosine has a higher score")
        self.cutoff = cutoff
        self.scale = scale
    }

    /// The log-odds of the score, 0 at the cut-off.
    public func level(_ cosine: Float) -> Float { (cosine - cutoff) / scale }

    /// 0…1, growing with the cosine.
    public func score(_ cosine: Float) -> Float { 1 / (1 + exp(-level(cosine))) }
}
