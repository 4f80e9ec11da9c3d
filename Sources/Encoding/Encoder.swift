import MediaTypes

/// Turns prepared pictures into embeddings of a space.
///
/// `prepare` is cheap and runs where pictures are decoded; `encode` runs the network.
/// Both may be called from several threads at once.
public protocol ImageEncoder: Sendable {
    /// What the network computes in: what was asked for, or what it does instead.
    var precision: Precision { get }
    /// The decoder may shrink a picture as long as its shorter side stays at least this many pixels.
    var minimumShortSide: Int { get }
    func prepare(_ image: PixelBuffer) throws -> PreparedInput
    /// One embedding an input, in the same order.
    func encode(_ inputs: [PreparedInput]) throws -> [Embedding]
}

extension ImageEncoder {
    /// What the shorter side of a photo is decoded to at least, where the photo has as many pixels.
    ///
    /// Twice what the network sees: a picture that a decoder has shrunk to little more than that shows
    /// less than the reference, which shrinks the whole; docs/parity.md has the figures.
    public var photoShortSide: Int { 2 * minimumShortSide }
}

/// Turns prepared sound into embeddings of a space.
public protocol AudioEncoder: Sendable {
    /// As `ImageEncoder.precision`.
    var precision: Precision { get }
    /// The rate at which sound must be delivered, samples a second.
    var sampleRate: Int { get }
    /// Accepts sound of any length of at least one sample; a short one is padded with silence.
    func prepare(_ sound: AudioBuffer) throws -> PreparedInput
    /// One embedding an input, in the same order; the inputs' lengths may differ.
    func encode(_ inputs: [PreparedInput]) throws -> [Embedding]
}

/// Turns texts into embeddings of a space.
public protocol TextEncoder: Sendable {
    /// As `ImageEncoder.precision`.
    var precision: Precision { get }
    /// One embedding a text, in the same order.
    func encode(_ texts: [String]) throws -> [Embedding]
}
