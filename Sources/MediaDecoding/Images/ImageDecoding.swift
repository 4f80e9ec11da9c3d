import MediaTypes

/// Decodes picture files.
public enum ImageDecoding {
    /// Every picture format, each recognised by its first bytes.
    static let decoders: [any ImageDecoder] = [
        JPEGDecoder(),
        PNGDecoder(),
        // Many of its files are TIFF files, too.
        RAWDecoder(),
        HEIFDecoder(),
        LibAVImageDecoder(
            demuxer: "webp_pipe", recognizes: { $0.matches("RIFF") && $0.matches("WEBP", at: 8) },
            orientation: ExifOrientation.ofWebP),
        LibAVImageDecoder(demuxer: "gif", recognizes: { $0.matches("GIF8") }),
        LibAVImageDecoder(
            demuxer: "bmp_pipe",
            recognizes: { $0.matches("BM") && $0.matches("\0\0\0\0", at: 6) && $0.count > 26 }),
        LibAVImageDecoder(
            demuxer: "tiff_pipe", recognizes: { $0.matches("II*\0") || $0.matches("MM\0*") },
            orientation: { file throws(MediaDecodingError) in try ExifOrientation.ofTIFF(file) }),
    ]

    /// Decodes the picture in a file; of an animation, the first frame.
    ///
    ///     let photo = try ImageDecoding.decode(path: "/photos/dog.jpg", minimumShortSide: 224)
    ///
    /// The result is upright (EXIF orientation applied) and transparency is composed on white.
    /// - Parameter minimumShortSide: in pixels. The result's shorter side is no less, unless the
    ///   stored picture is smaller; it is as small as the format gives it cheaply. Nil is full size.
    public static func decode(
        path: String, minimumShortSide: Int? = nil, limits: DecodingLimits = .standard
    ) throws(MediaDecodingError) -> PixelBuffer {
        let file = try MediaFile(path: path)
        guard let decoder = try decoder(for: file) else {
            throw .unsupportedFormat(
                "not a picture but " + UnknownContent.describe(try file.read(at: 0, count: 256)))
        }
        return try decoder.decode(file, minimumShortSide: minimumShortSide, limits: limits)
    }

    static func decoder(for file: MediaFile) throws(MediaDecodingError) -> (any ImageDecoder)? {
        let head = try file.read(at: 0, count: 32)
        for decoder in decoders where try decoder.recognizes(head, file) { return decoder }
        return nil
    }
}
