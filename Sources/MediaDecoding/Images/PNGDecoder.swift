import CImageCodecs
import MediaTypes

/// PNG by libpng, reduced by whole factors while its rows are read.
///
/// Colours are taken as sRGB; gamma and embedded profiles are not applied. Of an animated PNG the
/// still picture is decoded.
struct PNGDecoder: ImageDecoder {
    func recognizes(_ head: [UInt8], _ file: MediaFile) -> Bool {
        head.matches("\u{89}PNG\r\n\u{1A}\n")
    }

    func size(of file: MediaFile, limits: DecodingLimits) throws(MediaDecodingError)
        -> (width: Int, height: Int)
    {
        let header = try header(of: file)
        return try ExifOrientation.ofPNG(file)
            .upright(width: Int(header.width), height: Int(header.height))
    }

    func decode(_ file: MediaFile, minimumShortSide: Int?, limits: DecodingLimits)
        throws(MediaDecodingError) -> PixelBuffer
    {
        let (fullWidth, fullHeight) = try header(of: file).checkedSize(limits)
        let shrink = WholeReduction.factor(
            shortSide: min(fullWidth, fullHeight), minimum: minimumShortSide)
        let width = (fullWidth + shrink - 1) / shrink
        let height = (fullHeight + shrink - 1) / shrink
        try limits.check(width: width, height: height)

        var message = trove_image_message()
        var status = TROVE_IMAGE_OK
        let size = width * height * 3
        let pixels = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            status = trove_png_decode(
                file.descriptor, UInt32(shrink), UInt32(width), UInt32(height), buffer.baseAddress,
                size, &message)
            filled = status == TROVE_IMAGE_OK ? size : 0
        }
        try message.check(status)
        return PixelBuffer(width: width, height: height, pixels: pixels)
            .upright(from: try ExifOrientation.ofPNG(file))
    }

    private func header(of file: MediaFile) throws(MediaDecodingError) -> trove_image_header {
        var header = trove_image_header()
        var message = trove_image_message()
        let status = trove_png_read_header(file.descriptor, &header, &message)
        try message.check(status)
        return header
    }
}
