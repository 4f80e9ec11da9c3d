import Foundation
import Testing

/// What one comparison with the reference found, as a line of JSON beside the test's results.
struct ReferenceDifference: Codable, Attachable {
    enum Stage: String, Codable {
        /// Counts of ids.
        case tokens
        /// Levels of 255.
        case pixels
        case mels
        /// Shares of the largest value, as all that follow.
        case layers
        /// What a classifier's last layer sees, and what it makes of it.
        case features
        case embedding
    }

    let architecture, modality: String
    let stage: Stage
    let largest, allowed: Double
    /// Where stages of the kind differ in it.
    let unit: String?
    /// 1 − cosine, of vectors.
    let cosineDeficit: Double?
    /// The instruction set that it was computed with.
    let kernels: String
}
