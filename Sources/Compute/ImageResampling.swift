import CKernels

/// Shrinks or enlarges 8-bit pictures with antialiasing, to the planes a network wants.
public enum ImageResampling {
    public enum Filter: Sendable {
        case bilinear
        case bicubic
    }

    /// A part of a picture, in pixels from its top left corner.
    public struct Box: Sendable, Equatable {
        public let left, top, width, height: Int

        public init(left: Int, top: Int, width: Int, height: Int) {
            self.left = left
            self.top = top
            self.width = width
            self.height = height
        }
    }

    /// Resamples `box` of a picture as Pillow's `resize` did up to version 12, width before height,
    /// within one level of 255.
    ///
    /// - Parameters:
    ///   - pixels: height × width × 3 bytes, interleaved R G B.
    ///   - offset: subtracted from each 0…255 value, which is then multiplied by `scale`.
    /// - Returns: 3 × result height × result width values, plane after plane.
    public static func resize(
        _ pixels: [UInt8], width: Int, height: Int, box: Box, to result: (width: Int, height: Int),
        filter: Filter, offset: Float, scale: Float
    ) throws -> [Float] {
        func extent(_ value: Int) throws -> Int32 {
            guard let extent = Int32(exactly: value) else {
                throw ComputeError.shapeMismatch("\(value) is not a usable extent")
            }
            return extent
        }
        guard result.width > 0, result.height > 0 else {
            throw ComputeError.shapeMismatch("a picture has at least one pixel")
        }
        var planes = [Float](repeating: 0, count: 3 * result.width * result.height)
        let status = trove_resize(
            pixels, pixels.count, try extent(width), try extent(height), try extent(box.left),
            try extent(box.top), try extent(box.width), try extent(box.height),
            filter == .bicubic ? TROVE_FILTER_BICUBIC : TROVE_FILTER_BILINEAR, offset, scale,
            &planes, planes.count, try extent(result.width), try extent(result.height))
        switch status {
        case 0: return planes
        case -2: throw ComputeError.outOfMemory
        default:
            throw ComputeError.shapeMismatch(
                "\(box) does not lie in a \(width) × \(height) picture")
        }
    }
}
