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
        _ pixels: [UInt8], width: Int, height: Int, box: Box, to scaled: (width: Int, height: Int),
        window: Box? = nil, filter: Filter, offset: Float, scale: Float
    ) throws -> [Float] {
        func extent(_ value: Int) throws -> Int32 {
            guard let extent = Int32(exactly: value) else {
                throw ComputeError.shapeMismatch("\(value) is not a usable extent")
            }
            return extent
        }
        func part(_ box: Box) throws -> trove_box {
            trove_box(
                left: try extent(box.left), top: try extent(box.top),
                width: try extent(box.width), height: try extent(box.height))
        }
        let window =
            window ?? Box(left: 0, top: 0, width: scaled.width, height: scaled.height)
        let (count, overflow) = window.width.multipliedReportingOverflow(by: window.height)
        guard window.width > 0, window.height > 0, !overflow, count <= Int(Int32.max) else {
            throw ComputeError.shapeMismatch("\(window) is not a picture")
        }
        var planes = [Float](repeating: 0, count: 3 * count)
        let status = trove_resize(
            pixels, pixels.count, try extent(width), try extent(height), try part(box),
            try extent(scaled.width), try extent(scaled.height), try part(window),
            filter == .bicubic ? TROVE_FILTER_BICUBIC : TROVE_FILTER_BILINEAR, offset, scale,
            &planes, planes.count)
        switch status {
        case 0: return planes
        case -2: throw ComputeError.outOfMemory
        default:
            throw ComputeError.shapeMismatch(
                "\(box) does not lie in a \(width) × \(height) picture, or \(window) in the "
                    + "\(scaled.width) × \(scaled.height) that it becomes")
        }
    }
}
