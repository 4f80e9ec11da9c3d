import MediaTypes

/// Decodes pictures of one format. A new format is one conforming type and one line in
/// `ImageDecoding.decoders`.
protocol ImageDecoder: Sendable {
    /// Whether a file that begins with `head` (its first 32 bytes, or all) is of this format.
    func recognizes(_ head: [UInt8], _ file: MediaFile) throws(MediaDecodingError) -> Bool

    /// The upright picture's sides, from the header alone.
    func size(of file: MediaFile, limits: DecodingLimits) throws(MediaDecodingError)
        -> (width: Int, height: Int)

    /// The upright picture on white, its shorter side no less than `minimumShortSide` unless the
    /// stored picture is smaller, and otherwise as small as the format gives it cheaply.
    func decode(_ file: MediaFile, minimumShortSide: Int?, limits: DecodingLimits)
        throws(MediaDecodingError) -> PixelBuffer
}
