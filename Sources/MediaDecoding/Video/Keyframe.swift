import MediaTypes

/// A picture out of a video, with the stretch of time it stands for.
public struct Keyframe: Sendable, Equatable {
    /// From this frame's presentation time until the next differing keyframe's, or the video's end;
    /// in seconds from the file's beginning.
    public let range: TimeRange
    public let image: PixelBuffer

    public init(range: TimeRange, image: PixelBuffer) {
        self.range = range
        self.image = image
    }
}
