/// Finds the EXIF orientation of a picture file, without decoding it.
///
/// A missing or damaged EXIF block never makes a picture unreadable: it then counts as upright.
enum ExifOrientation {
    /// Nil where the file does not say.
    static func ofJPEG(_ file: MediaFile) throws(MediaDecodingError) -> Orientation? {
        try of(MetadataBlocks(ofJPEG: file), file)
    }

    static func ofPNG(_ file: MediaFile) throws(MediaDecodingError) -> Orientation {
        try of(MetadataBlocks(ofPNG: file), file) ?? .upright
    }

    static func ofWebP(_ file: MediaFile) throws(MediaDecodingError) -> Orientation {
        try of(MetadataBlocks(ofWebP: file), file) ?? .upright
    }

    private static func of(_ blocks: MetadataBlocks, _ file: MediaFile)
        throws(MediaDecodingError) -> Orientation?
    {
        guard let block = blocks.exif else { return nil }
        return try stated(file, at: block.lowerBound)
    }

    /// In a TIFF file.
    static func ofTIFF(_ file: MediaFile) throws(MediaDecodingError) -> Orientation {
        try stated(file, at: 0) ?? .upright
    }

    /// What the first directory says of a TIFF structure that begins at `base`.
    private static func stated(_ file: MediaFile, at base: Int) throws(MediaDecodingError)
        -> Orientation?
    {
        try TIFFDirectory(firstOf: file, at: base)?.numbers(.orientation).first
            .flatMap(Orientation.init)
    }
}
