import CExif
import MediaTypes

/// Reads a block of EXIF with libexif.
enum ExifReader {
    /// Of a block; libexif reads no more.
    static let maxBytes = 65_534 - prefix.count

    /// libexif wants the prefix that EXIF has in JPEG.
    private static let prefix: [UInt8] = Array("Exif\0\0".utf8)

    /// - Parameter block: a TIFF structure.
    static func metadata(_ block: [UInt8]) -> MediaMetadata {
        guard let data = ExifBlock(prefix + block.prefix(maxBytes)) else { return MediaMetadata() }
        var metadata = MediaMetadata()
        metadata.captured = captured(data)
        metadata.camera = MetadataText.camera(
            make: data.text(EXIF_TAG_MAKE, in: .main), model: data.text(EXIF_TAG_MODEL, in: .main))
        metadata.place = place(data)
        metadata.captions = [
            data.text(EXIF_TAG_IMAGE_DESCRIPTION, in: .main), comment(data),
        ].compactMap { $0 }
        return metadata
    }

    private static func captured(_ data: ExifBlock) -> Int64? {
        data.text(EXIF_TAG_DATE_TIME_ORIGINAL, in: .exif).flatMap {
            MetadataDate.seconds($0, offset: data.text(EXIF_TAG_OFFSET_TIME_ORIGINAL, in: .exif))
        }
    }

    /// Eight bytes name the coding.
    private static func comment(_ data: ExifBlock) -> String? {
        guard let bytes = data.bytes(EXIF_TAG_USER_COMMENT, in: .exif), bytes.count > 8 else {
            return nil
        }
        guard bytes.matches("UNICODE\0") else { return MetadataText.decode(bytes.dropFirst(8)) }
        let units = stride(from: 8, to: bytes.count - 1, by: 2).compactMap {
            bytes.integer(at: $0, length: 2, bigEndian: data.isBigEndian).map(UInt16.init)
        }
        return MetadataText.tidy(String(decoding: units.prefix { $0 != 0 }, as: UTF16.self))
    }

    private static func place(_ data: ExifBlock) -> Coordinate? {
        func degrees(_ tag: UInt32, negative: String) -> Double? {
            // The tag before says which half of Earth.
            guard let half = data.text(ExifTag(rawValue: tag - 1), in: .gps),
                let parts = data.rationals(ExifTag(rawValue: tag), in: .gps), parts.count == 3
            else { return nil }
            let degrees = parts[0] + parts[1] / 60 + parts[2] / 3600
            return half.uppercased() == negative ? -degrees : degrees
        }
        guard let latitude = degrees(0x0002, negative: "S"),
            let longitude = degrees(0x0004, negative: "W"),
            // What a receiver without a fix writes.
            latitude != 0 || longitude != 0
        else { return nil }
        return Coordinate(latitude: latitude, longitude: longitude)
    }
}

/// A parsed block, freed when the value goes away. Nothing of libexif's memory leaves it.
private final class ExifBlock {
    enum Directory { case main, exif, gps }

    private let data: UnsafeMutablePointer<ExifData>

    init?(_ bytes: [UInt8]) {
        guard let data = exif_data_new() else { return nil }
        // As it stands in the file: nothing is to be added or corrected.
        exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION)
        exif_data_load_data(data, bytes, UInt32(bytes.count))
        self.data = data
    }

    deinit {
        exif_data_unref(data)
    }

    var isBigEndian: Bool { exif_data_get_byte_order(data) == EXIF_BYTE_ORDER_MOTOROLA }

    func bytes(_ tag: ExifTag, in directory: Directory) -> [UInt8]? {
        guard let entry = entry(tag, directory), let bytes = entry.pointee.data else { return nil }
        return Array(UnsafeBufferPointer(start: bytes, count: Int(entry.pointee.size)))
    }

    func text(_ tag: ExifTag, in directory: Directory) -> String? {
        guard entry(tag, directory)?.pointee.format == EXIF_FORMAT_ASCII else { return nil }
        return bytes(tag, in: directory).flatMap(MetadataText.decode)
    }

    func rationals(_ tag: ExifTag, in directory: Directory) -> [Double]? {
        guard entry(tag, directory)?.pointee.format == EXIF_FORMAT_RATIONAL,
            let bytes = bytes(tag, in: directory)
        else { return nil }
        return stride(from: 0, to: bytes.count - 7, by: 8).map { offset in
            let above = bytes.integer(at: offset, length: 4, bigEndian: isBigEndian) ?? 0
            let below = bytes.integer(at: offset + 4, length: 4, bigEndian: isBigEndian) ?? 0
            return above == 0 ? 0 : Double(above) / Double(below)
        }
    }

    private func entry(_ tag: ExifTag, _ directory: Directory) -> UnsafeMutablePointer<ExifEntry>? {
        let content =
            switch directory {
            case .main: data.pointee.ifd.0
            case .exif: data.pointee.ifd.2
            case .gps: data.pointee.ifd.3
            }
        return content.flatMap { exif_content_get_entry($0, tag) }
    }
}
