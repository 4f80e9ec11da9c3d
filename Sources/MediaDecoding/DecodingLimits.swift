/// What a file may ask for; checked against its header before memory is taken.
public struct DecodingLimits: Sendable, Hashable, Codable {
    /// Pixels of a picture or video frame that must be held whole while it is decoded, and of any
    /// decoded result.
    public var maxPixels: Int
    /// Pixels of a picture that is decoded row by row to a smaller size (baseline JPEG, PNG).
    public var maxSourcePixels: Int
    /// The longer side of any picture, in pixels.
    public var maxSide: Int

    public init(
        maxPixels: Int = 300_000_000, maxSourcePixels: Int = 2_000_000_000, maxSide: Int = 65_500
    ) {
        self.maxPixels = maxPixels
        self.maxSourcePixels = maxSourcePixels
        self.maxSide = maxSide
    }

    public static let standard = DecodingLimits()

    /// Checks a picture that is held whole.
    func check(width: Int, height: Int) throws(MediaDecodingError) {
        try check(width: width, height: height, atMost: maxPixels)
    }

    /// Checks a picture that is decoded row by row.
    func checkSource(width: Int, height: Int) throws(MediaDecodingError) {
        try check(width: width, height: height, atMost: maxSourcePixels)
    }

    private func check(width: Int, height: Int, atMost pixels: Int) throws(MediaDecodingError) {
        guard width > 0, height > 0 else {
            throw .corrupt("a picture of \(width) × \(height) pixels")
        }
        guard max(width, height) <= maxSide else {
            throw .tooLarge("\(width) × \(height) pixels; a side may have \(maxSide)")
        }
        guard width.multipliedReportingOverflow(by: height).partialValue <= pixels else {
            throw .tooLarge("\(width) × \(height) pixels; at most \(pixels) can be decoded")
        }
    }
}
