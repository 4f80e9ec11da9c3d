/// Finds the EXIF orientation of a picture file, without decoding it.
///
/// A missing or damaged EXIF block never makes a picture unreadable: it then counts as upright.
enum ExifOrientation {
    /// In a JPEG: the first APP1 segment that holds EXIF, before the picture's data begins.
    static func ofJPEG(_ file: MediaFile) throws(MediaDecodingError) -> Orientation {
        var offset = 2
        while true {
            let head = try file.read(at: offset, count: 10)
            guard let marker = head.integer(at: 0, length: 2, bigEndian: true), marker >= 0xFF01,
                let length = head.integer(at: 2, length: 2, bigEndian: true)
            else { return .upright }
            switch marker {
            case 0xFFFF: offset += 1  // a fill byte
            case 0xFFDA, 0xFFD9: return .upright
            case 0xFFE1 where head.matches("Exif\0\0", at: 4):
                return try ofTIFF(file, at: offset + 10)
            default:
                guard length >= 2 else { return .upright }
                offset += 2 + length
            }
        }
    }

    /// In a PNG: the eXIf chunk, wherever it stands.
    static func ofPNG(_ file: MediaFile) throws(MediaDecodingError) -> Orientation {
        var offset = 8
        while true {
            let head = try file.read(at: offset, count: 8)
            guard let length = head.integer(at: 0, length: 4, bigEndian: true), head.count == 8
            else { return .upright }
            if head.matches("eXIf", at: 4) { return try ofTIFF(file, at: offset + 8) }
            offset += length + 12
        }
    }

    /// In a WebP: the EXIF chunk of its RIFF container.
    static func ofWebP(_ file: MediaFile) throws(MediaDecodingError) -> Orientation {
        var offset = 12
        while true {
            let head = try file.read(at: offset, count: 14)
            guard let length = head.integer(at: 4, length: 4, bigEndian: false) else {
                return .upright
            }
            if head.matches("EXIF") {
                // Some writers keep the prefix that only JPEG needs.
                return try ofTIFF(file, at: offset + (head.matches("Exif\0\0", at: 8) ? 14 : 8))
            }
            offset += 8 + length + length % 2
        }
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
