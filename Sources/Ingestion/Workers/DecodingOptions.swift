import MediaDecoding

/// How a decoding process reads files, and what it may take for that.
public struct DecodingOptions: Sendable, Hashable, Codable {
    /// Bytes of address space. A program with its libraries takes a few hundred million, and a
    /// picture that is held whole up to ten a pixel.
    public var memory: UInt64
    /// Of processor time, for one step: a picture, the next keyframe or stretch of sound. The next
    /// keyframe of a scene that stands still may lie hours on.
    public var seconds: UInt32
    /// What a file may ask for.
    public var limits: DecodingLimits
    /// Seconds between the frames of a video that are looked at.
    public var keyframeInterval = 2.0

    public init(
        memory: UInt64 = 4 << 30, seconds: UInt32 = 300, limits: DecodingLimits = .standard
    ) {
        self.memory = memory
        self.seconds = seconds
        self.limits = limits
    }
}
