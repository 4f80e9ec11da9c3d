import MediaTypes

/// HEIC and AVIF by libheif, reduced by whole factors.
///
/// Where a thumbnail in the file is large enough, it is decoded in place of the picture. How the picture
/// is turned is HEIF's own business: an EXIF orientation beside it does not count (ISO/IEC 23008-12).
/// Colours are taken as sRGB; embedded profiles are not applied. Of a sequence the primary picture is
/// decoded.
struct HEIFDecoder: ImageDecoder {
    private static let brands = [
        "heic", "heix", "heim", "heis", "hevc", "mif1", "msf1", "avif", "avis",
    ]

    func recognizes(_ head: [UInt8], _ file: MediaFile) -> Bool {
        head.matches("ftyp", at: 4) && Self.brands.contains { head.matches($0, at: 8) }
    }

    func size(of file: MediaFile, limits: DecodingLimits) throws(MediaDecodingError)
        -> (width: Int, height: Int)
    {
        let heif = try HEIFFile(file, limits: limits)
        return (heif.width, heif.height)
    }

    func decode(_ file: MediaFile, minimumShortSide: Int?, limits: DecodingLimits)
        throws(MediaDecodingError) -> PixelBuffer
    {
        try HEIFFile(file, limits: limits)
            .decode(minimumShortSide: minimumShortSide, limits: limits)
    }
}
