/// The 128-bit XXH3 hash of a file's bytes: what makes two files the same asset.
public struct ContentHash: Sendable, Hashable {
    public static let byteCount = 16

    /// In canonical (big-endian) order.
    public let bytes: [UInt8]

    /// - Precondition: `bytes` has `byteCount` elements.
    public init(bytes: [UInt8]) {
        precondition(bytes.count == Self.byteCount, "a content hash is 16 bytes")
        self.bytes = bytes
    }
}
