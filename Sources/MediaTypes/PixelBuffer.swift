/// An upright picture: 8-bit sRGB, three interleaved channels, rows from the top, no padding.
///
/// Decoders deliver it with orientation applied and transparency composed on white.
public struct PixelBuffer: Sendable, Equatable {
    public let width: Int
    public let height: Int
    /// `height * width * 3` bytes, R G B R G B …
    public let pixels: [UInt8]

    /// - Precondition: both sides are positive and `pixels.count == width * height * 3`.
    public init(width: Int, height: Int, pixels: [UInt8]) {
        precondition(width > 0 && height > 0, "a picture has at least one pixel")
        precondition(pixels.count == width * height * 3, "pixels must be width * height * 3 bytes")
        self.width = width
        self.height = height
        self.pixels = pixels
    }

    public var shortSide: Int { min(width, height) }
}
