import Foundation
import MediaTypes

/// Reads .fvecs and .ivecs: for each vector a little-endian 32-bit count and as many 32-bit values
/// (the format of the TEXMEX data sets).
enum VectorFile {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Vectors, scaled to length 1.
    /// - Throws: `Failure` for a file that is cut off or holds a vector without a direction.
    static func embeddings(in path: String) throws -> [Embedding] {
        let rows = try rows(in: path).map { row in row.map { Float(bitPattern: $0) } }
        return try rows.enumerated().map { number, row in
            guard row.count == rows[0].count, let embedding = Embedding(normalizing: row) else {
                throw Failure(
                    description: "\(path): vector \(number) has another length than the first, or"
                        + " no direction")
            }
            return embedding
        }
    }

    static func numbers(in path: String) throws -> [[Int32]] {
        try rows(in: path).map { row in row.map { Int32(bitPattern: $0) } }
    }

    private static func rows(in path: String) throws -> [[UInt32]] {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        return try bytes.withUnsafeBytes { bytes in
            var rows: [[UInt32]] = []
            var offset = 0
            while offset < bytes.count {
                guard bytes.count - offset >= 4,
                    case let count = Int(
                        UInt32(
                            littleEndian: bytes.loadUnaligned(
                                fromByteOffset: offset, as: UInt32.self))),
                    bytes.count - offset - 4 >= 4 * count
                else { throw Failure(description: "\(path) is cut off at byte \(offset)") }
                rows.append(
                    (1...max(1, count)).prefix(count).map {
                        UInt32(
                            littleEndian: bytes.loadUnaligned(
                                fromByteOffset: offset + 4 * $0, as: UInt32.self))
                    })
                offset += 4 + 4 * count
            }
            return rows
        }
    }
}
