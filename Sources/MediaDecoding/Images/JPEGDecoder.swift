import CImageCodecs
import MediaTypes

/// JPEG by libjpeg-turbo, reduced while it is decoded (scaled DCT).
///
/// Colours are taken as sRGB; embedded profiles are not applied.
struct JPEGDecoder: ImageDecoder {
    /// How pictures stand that do not say it.
    var unstatedOrientation = Orientation.upright

    func recognizes(_ head: [UInt8], _ file: MediaFile) -> Bool {
        head.starts(with: [0xFF, 0xD8, 0xFF])
    }

    func size(of file: MediaFile, limits: DecodingLimits) throws(MediaDecodingError)
        -> (width: Int, height: Int)
    {
        let header = try header(of: file)
        return try orientation(of: file)
            .upright(width: Int(header.width), height: Int(header.height))
    }

    func decode(_ file: MediaFile, minimumShortSide: Int?, limits: DecodingLimits)
        throws(MediaDecodingError) -> PixelBuffer
    {
        let (fullWidth, fullHeight) = try header(of: file).checkedSize(limits)
        let eighths = Self.eighths(shortSide: min(fullWidth, fullHeight), minimum: minimumShortSide)
        let (width, height) = ((fullWidth * eighths + 7) / 8, (fullHeight * eighths + 7) / 8)
        try limits.check(width: width, height: height)

        var message = trove_image_message()
        var status = TROVE_IMAGE_OK
        let size = width * height * 3
        let pixels = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            // A progressive file's coefficients take two bytes in up to four channels.
            status = trove_jpeg_decode(
                file.source, Int32(eighths), UInt32(width), UInt32(height), buffer.baseAddress,
                size, fullWidth * fullHeight * 8 + 64_000_000, &message)
            filled = status == TROVE_IMAGE_OK ? size : 0
        }
        try message.check(status)
        return PixelBuffer(width: width, height: height, pixels: pixels)
            .upright(from: try orientation(of: file))
    }

    /// The smallest scale, in eighths, whose shorter side is no less than `minimum`.
    static func eighths(shortSide: Int, minimum: Int?) -> Int {
        guard let minimum else { return 8 }
        return (1...8).first { (shortSide * $0 + 7) / 8 >= minimum } ?? 8
    }

    private func orientation(of file: MediaFile) throws(MediaDecodingError) -> Orientation {
        try ExifOrientation.ofJPEG(file) ?? unstatedOrientation
    }

    private func header(of file: MediaFile) throws(MediaDecodingError) -> trove_image_header {
        var header = trove_image_header()
        var message = trove_image_message()
        let status = trove_jpeg_read_header(file.source, &header, &message)
        try message.check(status)
        return header
    }
}

extension MediaFile {
    fileprivate var source: trove_image_source {
        trove_image_source(fd: descriptor, start: UInt64(start), size: UInt64(size))
    }
}
