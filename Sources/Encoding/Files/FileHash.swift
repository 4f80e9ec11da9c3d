import CXXHash
import Foundation

/// The hash of a file's content: XXH3 of 128 bits.
struct FileHash: Hashable {
    static let byteCount = 16

    let bytes: [UInt8]

    private static let pieceSize = 1 << 20

    init(of data: Data) {
        var canonical = XXH128_canonical_t()
        data.withUnsafeBytes { bytes in
            XXH128_canonicalFromHash(&canonical, XXH3_128bits(bytes.baseAddress, bytes.count))
        }
        bytes = withUnsafeBytes(of: canonical.digest) { Array($0) }
    }

    /// - Throws: `EncodingError.unreadableFile`.
    init(of file: MappedFile) throws {
        guard let state = XXH3_createState() else {
            throw EncodingError.unreadableFile(
                path: file.path, reason: String(cString: strerror(ENOMEM)))
        }
        defer { XXH3_freeState(state) }
        XXH3_128bits_reset(state)
        for start in stride(from: 0, to: file.count, by: Self.pieceSize) {
            _ = try file.withBytes(start..<min(start + Self.pieceSize, file.count)) {
                XXH3_128bits_update(state, $0.baseAddress, $0.count)
            }
        }
        var canonical = XXH128_canonical_t()
        XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state))
        bytes = withUnsafeBytes(of: canonical.digest) { Array($0) }
    }

    /// - Parameter text: hexadecimal, as `text` has it.
    init?(text: String) {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == 2 * Self.byteCount, digits.count == text.count else { return nil }
        bytes = stride(from: 0, to: digits.count, by: 2).map {
            UInt8(digits[$0] * 16 + digits[$0 + 1])
        }
    }

    var text: String { bytes.map { String(format: "%02x", $0) }.joined() }
}
