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

    /// The part of the picture in a crop, at least one pixel on both sides.
    public func cropped(to crop: Crop) -> PixelBuffer {
        func range(_ start: Double, _ length: Double, of side: Int) -> Range<Int> {
            let first = min(side - 1, Int((start * Double(side)).rounded()))
            let end = Int(((start + length) * Double(side)).rounded())
            return first..<min(side, max(first + 1, end))
        }
        let columns = range(crop.left, crop.width, of: width)
        let rows = range(crop.top, crop.height, of: height)
        var part: [UInt8] = []
        part.reserveCapacity(rows.count * columns.count * 3)
        for row in rows {
            let start = row * width
            part += pixels[(3 * (start + columns.lowerBound))..<(3 * (start + columns.upperBound))]
        }
        return PixelBuffer(width: columns.count, height: rows.count, pixels: part)
    }
}
