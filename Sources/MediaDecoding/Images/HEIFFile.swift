import CHEIF
import MediaTypes

/// A HEIF file open in libheif, closed when the value goes away. Used from one thread.
final class HEIFFile {
    /// Sides of the upright picture in pixels.
    let width, height: Int
    /// What libheif reads from.
    private let file: MediaFile
    private let heif: OpaquePointer

    init(_ file: MediaFile, limits: DecodingLimits) throws(MediaDecodingError) {
        var opened: OpaquePointer?
        var (width, height): (UInt32, UInt32) = (0, 0)
        var message = trove_heif_message()
        let status = trove_heif_open(
            file.descriptor, UInt64(file.size), Int32(clamping: limits.maxSide), &opened, &width,
            &height, &message)
        try message.check(status)
        guard let opened else { throw .corrupt("no picture") }
        heif = opened
        self.file = file
        self.width = Int(width)
        self.height = Int(height)
    }

    deinit {
        trove_heif_close(heif)
    }

    /// The upright picture on white, or where a thumbnail suffices that one, reduced by a whole factor.
    func decode(minimumShortSide: Int?, limits: DecodingLimits) throws(MediaDecodingError)
        -> PixelBuffer
    {
        var (columns, rows) = (UInt32(width), UInt32(height))
        if let minimum = minimumShortSide.flatMap({ UInt32(exactly: $0) }) {
            trove_heif_choose_thumbnail(heif, minimum, &columns, &rows)
        }
        try limits.check(width: Int(columns), height: Int(rows))
        let shrink = WholeReduction.factor(
            shortSide: Int(min(columns, rows)), minimum: minimumShortSide)
        let width = (Int(columns) + shrink - 1) / shrink
        let height = (Int(rows) + shrink - 1) / shrink
        var message = trove_heif_message()
        var status = TROVE_HEIF_OK
        let size = width * height * 3
        let pixels = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            if let start = buffer.baseAddress {
                status = trove_heif_decode(
                    heif, UInt32(shrink), UInt32(width), UInt32(height), start, size, &message)
            }
            filled = status == TROVE_HEIF_OK ? size : 0
        }
        try message.check(status)
        return PixelBuffer(width: width, height: height, pixels: pixels)
    }

    /// Nil where the picture has none, or more than `most` bytes of it.
    func metadata(_ kind: trove_heif_metadata, upTo most: Int) -> [UInt8]? {
        let size = trove_heif_metadata_size(heif, kind)
        guard size > 0, size <= most else { return nil }
        var bytes = [UInt8](repeating: 0, count: size)
        return trove_heif_read_metadata(heif, kind, &bytes, size) == 0 ? bytes : nil
    }
}

extension trove_heif_message {
    /// Throws what `status` stands for, with the library's words.
    fileprivate func check(_ status: trove_heif_status) throws(MediaDecodingError) {
        let words = withUnsafeBytes(of: text) {
            String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
        }
        switch status {
        case TROVE_HEIF_OK: return
        case TROVE_HEIF_TRUNCATED: throw .truncated(words)
        case TROVE_HEIF_UNSUPPORTED: throw .unsupportedFormat(words)
        case TROVE_HEIF_TOO_LARGE: throw .tooLarge(words)
        default: throw .corrupt(words)
        }
    }
}
