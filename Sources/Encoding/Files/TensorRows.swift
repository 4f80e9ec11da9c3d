import Foundation

/// The rows of a tensor that stay in their file until they are asked for: of a table of words, one
/// text needs a few of tens of thousands.
struct TensorRows: Sendable {
    private let data: Data
    private let begin: Int
    let count: Int
    let width: Int

    /// - Precondition: from `begin` on, `data` holds `count * width` floats of 32 bits.
    init(_ data: Data, begin: Int, count: Int, width: Int) {
        precondition(begin >= 0 && data.count - begin >= 4 * count * width, "rows within the file")
        self.data = data
        self.begin = begin
        self.count = count
        self.width = width
    }

    /// - Precondition: there is such a row.
    func row(_ number: Int) -> [Float] {
        precondition(number >= 0 && number < count, "there is no such row")
        let start = begin + 4 * number * width
        return data.withUnsafeBytes { bytes in
            [Float](unsafeUninitializedCapacity: width) { buffer, initialized in
                // The tensor may be unaligned within the file, so bytes are copied.
                UnsafeMutableRawBufferPointer(buffer).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[start..<(start + 4 * width)]))
                initialized = width
            }
        }
    }
}
