import MediaTypes

extension PixelBuffer {
    /// The picture turned upright from how it is stored.
    func upright(from orientation: Orientation) -> PixelBuffer {
        guard orientation != .upright else { return self }
        // Where the result's first pixel is stored, and the steps to its right and lower neighbours.
        let (right, down) = (3, width * 3)
        let (lastX, lastY) = ((width - 1) * right, (height - 1) * down)
        let (origin, stepX, stepY) =
            switch orientation {
            case .upright: (0, right, down)
            case .mirrored: (lastX, -right, down)
            case .turned180: (lastX + lastY, -right, -down)
            case .flipped: (lastY, right, -down)
            case .transposed: (0, down, right)
            case .turned90: (lastY, -down, right)
            case .transversed: (lastX + lastY, -down, -right)
            case .turned270: (lastX, down, -right)
            }
        let size = orientation.upright(width: width, height: height)
        let turned = pixels.withUnsafeBufferPointer { source in
            [UInt8](unsafeUninitializedCapacity: pixels.count) { result, filled in
                var target = 0
                for y in 0..<size.height {
                    var from = origin + y * stepY
                    for _ in 0..<size.width {
                        result[target] = source[from]
                        result[target + 1] = source[from + 1]
                        result[target + 2] = source[from + 2]
                        target += 3
                        from += stepX
                    }
                }
                filled = target
            }
        }
        return PixelBuffer(width: size.width, height: size.height, pixels: turned)
    }
}
