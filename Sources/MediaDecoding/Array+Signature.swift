extension [UInt8] {
    /// Whether the bytes of `signature` (one byte a character) stand at `offset`.
    func matches(_ signature: String, at offset: Int = 0) -> Bool {
        let expected = signature.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        return count >= offset + expected.count
            && self[offset..<offset + expected.count].elementsEqual(expected)
    }

    /// The unsigned number in `length` bytes at `offset`, nil where they don't exist.
    func integer(at offset: Int, length: Int, bigEndian: Bool) -> Int? {
        guard offset >= 0, length <= 4, offset <= count - length else { return nil }
        let bytes = self[offset..<offset + length]
        return bigEndian
            ? bytes.reduce(0) { $0 << 8 | Int($1) }
            : bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
    }
}
