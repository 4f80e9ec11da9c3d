/// Where a picture file keeps its EXIF and XMP, found without decoding it.
struct MetadataBlocks {
    /// A TIFF structure.
    private(set) var exif: Range<Int>?
    /// RDF in XML.
    private(set) var xmp: Range<Int>?

    /// Pieces of a file that are looked at: a hostile one may consist of nothing else.
    private static let maxPieces = 100_000

    /// None in a format that has none, or none that are read.
    init(ofPicture file: MediaFile) throws(MediaDecodingError) {
        let head = try file.read(at: 0, count: 12)
        if head.starts(with: [0xFF, 0xD8, 0xFF]) {
            try self.init(ofJPEG: file)
        } else if head.matches("\u{89}PNG") {
            try self.init(ofPNG: file)
        } else if head.matches("RIFF") && head.matches("WEBP", at: 8) {
            try self.init(ofWebP: file)
        } else {
            let isTIFF = head.matches("II*\0") || head.matches("MM\0*")
            self.init(exif: isTIFF ? 0..<file.size : nil)
        }
    }

    private init(exif: Range<Int>?) {
        self.exif = exif
    }

    /// APP1 segments, before the picture's data begins.
    init(ofJPEG file: MediaFile) throws(MediaDecodingError) {
        let xmpName = "http://ns.adobe.com/xap/1.0/\0"
        var offset = 2
        for _ in 0..<Self.maxPieces {
            let head = try file.read(at: offset, count: 4 + xmpName.utf8.count)
            guard let marker = head.integer(at: 0, length: 2, bigEndian: true), marker >= 0xFF01,
                let length = head.integer(at: 2, length: 2, bigEndian: true)
            else { return }
            if marker == 0xFFFF {  // a fill byte
                offset += 1
                continue
            }
            guard marker != 0xFFDA, marker != 0xFFD9, length >= 2 else { return }
            let end = offset + 2 + length
            if marker == 0xFFE1, head.matches("Exif\0\0", at: 4) {
                exif = exif ?? Self.range(offset + 10, end)
            } else if marker == 0xFFE1, head.matches(xmpName, at: 4) {
                xmp = xmp ?? Self.range(offset + head.count, end)
            }
            offset = end
        }
    }

    /// The chunks eXIf and iTXt, wherever they stand.
    init(ofPNG file: MediaFile) throws(MediaDecodingError) {
        // Not compressed, and without language and translation.
        let xmpName = "XML:com.adobe.xmp\0\0\0\0\0"
        var offset = 8
        for _ in 0..<Self.maxPieces {
            let head = try file.read(at: offset, count: 8 + xmpName.utf8.count)
            guard let length = head.integer(at: 0, length: 4, bigEndian: true), head.count >= 8
            else { return }
            let end = offset + 8 + length
            if head.matches("eXIf", at: 4) {
                exif = exif ?? Self.range(offset + 8, end)
            } else if head.matches("iTXt", at: 4), head.matches(xmpName, at: 8) {
                xmp = xmp ?? Self.range(offset + head.count, end)
            }
            offset = end + 4
        }
    }

    /// The chunks EXIF and XMP of its RIFF container.
    init(ofWebP file: MediaFile) throws(MediaDecodingError) {
        var offset = 12
        for _ in 0..<Self.maxPieces {
            let head = try file.read(at: offset, count: 14)
            guard let length = head.integer(at: 4, length: 4, bigEndian: false) else { return }
            let start = offset + 8
            if head.matches("EXIF") {
                // Some writers keep the prefix that only JPEG needs.
                let prefix = head.matches("Exif\0\0", at: 8) ? 6 : 0
                exif = exif ?? Self.range(start + prefix, start + length)
            } else if head.matches("XMP ") {
                xmp = xmp ?? Self.range(start, start + length)
            }
            offset = start + length + length % 2
        }
    }

    private static func range(_ start: Int, _ end: Int) -> Range<Int>? {
        start < end ? start..<end : nil
    }
}
