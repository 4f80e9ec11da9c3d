import MediaTypes

/// A decoded picture of a video at its presentation time, in seconds from the file's beginning.
struct SampledFrame {
    let time: Double
    let image: PixelBuffer
}
