import Compute
import Foundation

/// The rows of a tensor that stay in their file until they are asked for: of a table of words, one
/// text needs a few of tens of thousands.
struct TensorRows: Sendable {
    private let name: String
    private let path: String
    private let type: TensorType
    private let data: Data
    private let begin: Int
    let count: Int
    let width: Int

    /// - Parameters:
    ///   - name: the tensor's.
    ///   - path: its file's, for errors.
    /// - Precondition: from `begin` on, `data` holds `count * width` values of `type`.
    init(
        name: String, path: String, type: TensorType, data: Data, begin: Int, count: Int, width: Int
    ) {
        precondition(
            begin >= 0 && data.count - begin >= type.byteCount * count * width,
            "rows within the file")
        self.name = name
        self.path = path
        self.type = type
        self.data = data
        self.begin = begin
        self.count = count
        self.width = width
    }

    /// - Parameter allowsInfinity: whether its values may be infinite.
    /// - Precondition: there is such a row.
    /// - Throws: `EncodingError.notFinite` naming the tensor.
    func row(_ number: Int, allowsInfinity: Bool = false) throws -> [Float] {
        precondition(number >= 0 && number < count, "there is no such row")
        let length = type.byteCount * width
        let start = begin + number * length
        let values = try data.withUnsafeBytes { bytes in
            try type.values(
                of: UnsafeRawBufferPointer(rebasing: bytes[start..<start + length]),
                allowsInfinity: allowsInfinity)
        }
        guard let values else { throw EncodingError.notFinite(tensor: name, path: path) }
        return values
    }
}
