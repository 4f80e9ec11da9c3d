/// Finds the EXIF orientation of a picture file, without decoding it.
///
/// A missing or damaged EXIF block never makes a picture unreadable: it then counts as upright.
enum ExifOrientation {
    static func ofJPEG(_ file: MediaFile) throws(MediaDecodingError) -> Orientation {
        try of(MetadataBlocks(ofJPEG: file), file)
    }

    static func ofPNG(_ file: MediaFile) throws(MediaDecodingError) -> Orientation {
        try of(MetadataBlocks(ofPNG: file), file)
    }

    static func ofWebP(_ file: MediaFile) throws(MediaDecodingError) -> Orientation {
        try of(MetadataBlocks(ofWebP: file), file)
    }

    private static func of(_ blocks: MetadataBlocks, _ file: MediaFile)
        throws(MediaDecodingError) -> Orientation
    {
        try blocks.exif.map { block throws(MediaDecodingError) in
            try ofTIFF(file, at: block.lowerBound)
        } ?? .upright
    }

    /// In a TIFF structure that begins at `base`: tag 274 of the first directory.
    static func ofTIFF(_ file: MediaFile, at base: Int = 0) throws(MediaDecodingError)
        -> Orientation
    {
        let header = try file.read(at: base, count: 8)
        let bigEndian = header.matches("MM\0*")
        guard bigEndian || header.matches("II*\0"),
            let directory = header.integer(at: 4, length: 4, bigEndian: bigEndian),
            let count = try file.read(at: base + directory, count: 2)
                .integer(at: 0, length: 2, bigEndian: bigEndian)
        else { return .upright }
        let entries = try file.read(at: base + directory + 2, count: count * 12)
        for entry in 0..<entries.count / 12 {
            guard entries.integer(at: entry * 12, length: 2, bigEndian: bigEndian) == 274 else {
                continue
            }
            let value = entries.integer(at: entry * 12 + 8, length: 2, bigEndian: bigEndian)
            return value.flatMap(Orientation.init) ?? .upright
        }
        return .upright
    }
}
