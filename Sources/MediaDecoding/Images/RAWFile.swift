import CRaw
import MediaTypes

/// A camera RAW file open in LibRaw, closed when the value goes away. Used from one thread.
final class RAWFile {
    /// Sides in pixels, as stored.
    let width, height: Int
    let orientation: Orientation
    /// The largest JPEG file within the file.
    let preview: MediaFile?
    /// What LibRaw reads from.
    private let file: MediaFile
    private let raw: OpaquePointer

    init(_ file: MediaFile) throws(MediaDecodingError) {
        var opened: OpaquePointer?
        var header = trove_raw_header()
        let status = trove_raw_open(file.descriptor, UInt64(file.size), &opened, &header)
        try Self.check(status, "the header of the camera RAW file")
        guard let opened else { throw .corrupt("the header of the camera RAW file") }
        raw = opened
        self.file = file
        width = Int(header.width)
        height = Int(header.height)
        orientation = Orientation(rawValue: Int(header.orientation)) ?? .upright
        let begin = Int(clamping: header.preview_offset)
        let length = min(Int(clamping: header.preview_length), file.size - min(begin, file.size))
        preview = length > 0 ? MediaFile(part: begin..<begin + length, of: file) : nil
    }

    deinit {
        trove_raw_close(raw)
    }

    /// Makes a picture of the sensor's values, not turned. Once for each file.
    ///
    /// - Parameter half: in half the size, without interpolation.
    func develop(half: Bool, limits: DecodingLimits) throws(MediaDecodingError) -> PixelBuffer {
        try limits.check(width: width, height: height)
        var (width, height): (UInt32, UInt32) = (0, 0)
        let what = "the sensor's values"
        let memory = UInt64(limits.maxPixels).multipliedReportingOverflow(by: 8).partialValue
        try Self.check(trove_raw_develop(raw, half ? 1 : 0, memory, &width, &height), what)
        try limits.check(width: Int(width), height: Int(height))
        var status = TROVE_RAW_OK
        let size = Int(width) * Int(height) * 3
        let pixels = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            if let start = buffer.baseAddress { status = trove_raw_copy(raw, start, size) }
            filled = status == TROVE_RAW_OK ? size : 0
        }
        try Self.check(status, what)
        return PixelBuffer(width: Int(width), height: Int(height), pixels: pixels)
    }

    private static func check(_ status: trove_raw_status, _ what: String)
        throws(MediaDecodingError)
    {
        switch status {
        case TROVE_RAW_OK: return
        case TROVE_RAW_TRUNCATED: throw .truncated(what + " ends early")
        case TROVE_RAW_UNSUPPORTED: throw .unsupportedFormat("a camera RAW file of an unknown kind")
        case TROVE_RAW_TOO_LARGE: throw .tooLarge(what)
        default: throw .corrupt(what)
        }
    }
}
