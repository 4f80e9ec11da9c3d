import Compute

/// The rows of a tensor that stay in their file until they are asked for: of a table of words, one
/// text needs a few of tens of thousands.
struct TensorRows: Sendable {
    /// Bytes used at once: of a large tensor, little more than its values is in memory.
    private static let pieceSize = 16 << 20

    private let name: String
    private let type: TensorType
    private let file: MappedFile
    private let begin: Int
    let count: Int
    let width: Int

    /// - Parameter name: the tensor's.
    /// - Precondition: from `begin` on, `file` holds `count * width` values of `type`.
    init(
        name: String, type: TensorType, file: MappedFile, begin: Int, count: Int, width: Int
    ) {
        precondition(
            begin >= 0 && file.count - begin >= type.byteCount * count * width,
            "rows within the file")
        self.name = name
        self.type = type
        self.file = file
        self.begin = begin
        self.count = count
        self.width = width
    }

    /// - Parameter allowsInfinity: whether its values may be infinite.
    /// - Precondition: there is such a row.
    /// - Throws: `EncodingError.notFinite` naming the tensor; `.unreadableFile`.
    func row(_ number: Int, allowsInfinity: Bool = false) throws -> [Float] {
        precondition(number >= 0 && number < count, "there is no such row")
        let length = type.byteCount * width
        let start = begin + number * length
        var row: [Float] = []
        row.reserveCapacity(width)
        for piece in stride(from: start, to: start + length, by: Self.pieceSize) {
            let end = min(piece + Self.pieceSize, start + length)
            let values = try file.withBytes(piece..<end) {
                try type.values(of: $0, allowsInfinity: allowsInfinity)
            }
            guard let values else { throw EncodingError.notFinite(tensor: name, path: file.path) }
            row += values
        }
        return row
    }
}
