import Compute
import Foundation

/// A safetensors file, memory-mapped: an 8-byte little-endian header length, a JSON header, then
/// the tensors' bytes.
///
/// Every offset is checked on opening, so reading a tensor can't leave the file.
/// Format: https://github.com/huggingface/safetensors#format
public struct SafeTensorsFile: Sendable {
    private struct Entry: Decodable {
        let dtype: String
        let shape: [Int]
        let dataOffsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case dataOffsets = "data_offsets"
        }
    }

    /// Larger headers are refused, as the reference implementation does.
    private static let longestHeader = 100_000_000

    public let path: String
    /// Free text by name, from `__metadata__`.
    public let metadata: [String: String]
    private let file: MappedFile
    private let entries: [String: Entry]
    private let firstByte: Int

    /// - Throws: `EncodingError.unreadableFile` or `.malformedFile`.
    public init(path: String) throws {
        file = try MappedFile(path: path)
        func malformed(_ reason: String) -> EncodingError {
            .malformedFile(path: path, reason: reason)
        }
        guard file.count >= 8 else { throw malformed("it ends within the 8-byte header length") }
        let length = try file.withBytes(0..<8) {
            $0.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        }
        guard length <= Self.longestHeader, Int(length) <= file.count - 8 else {
            throw malformed("its header claims \(length) bytes, the file has \(file.count)")
        }
        firstByte = 8 + Int(length)
        let header = try file.withBytes(8..<firstByte) { Data($0) }
        var entries: [String: Entry] = [:]
        var metadata: [String: String] = [:]
        do {
            let fields = try JSONDecoder().decode([String: HeaderField].self, from: header)
            for (name, field) in fields {
                switch field {
                case .tensor(let entry): entries[name] = entry
                case .metadata(let texts): metadata = texts
                }
            }
        } catch {
            throw malformed("its header is not the JSON it should be")
        }
        for (name, entry) in entries {
            guard let count = Self.count(of: entry.shape), entry.dataOffsets.count == 2 else {
                throw malformed("tensor '\(name)' has an impossible shape or no offsets")
            }
            let (begin, end) = (entry.dataOffsets[0], entry.dataOffsets[1])
            guard begin >= 0, begin <= end, end <= file.count - firstByte else {
                throw malformed("tensor '\(name)' lies outside the file")
            }
            if let type = TensorType(rawValue: entry.dtype) {
                let (bytes, overflow) = count.multipliedReportingOverflow(by: type.byteCount)
                guard !overflow, bytes == end - begin else {
                    throw malformed("tensor '\(name)' does not fill its \(end - begin) bytes")
                }
            }
        }
        // As the format demands: one after the other, without gaps, up to the file's end.
        var end = 0
        for (name, entry) in entries.sorted(by: {
            $0.value.dataOffsets.lexicographicallyPrecedes($1.value.dataOffsets)
        }) {
            guard entry.dataOffsets[0] == end else {
                throw malformed(
                    "tensor '\(name)' begins at \(entry.dataOffsets[0]) where the one before it "
                        + "ends at \(end)")
            }
            end = entry.dataOffsets[1]
        }
        guard end == file.count - firstByte else {
            throw malformed("\(file.count - firstByte - end) bytes follow its last tensor")
        }
        self.path = path
        self.metadata = metadata
        self.entries = entries
    }

    public var names: [String] { entries.keys.sorted() }

    /// - Returns: nil when there is no such tensor.
    public func shape(of name: String) -> [Int]? { entries[name]?.shape }

    /// - Returns: nil when there is no such tensor, or its values are not read as floats.
    func type(of name: String) -> TensorType? {
        entries[name].flatMap { TensorType(rawValue: $0.dtype) }
    }

    /// Reads a tensor of exactly this shape, row-major; F16 and BF16 are widened.
    ///
    /// A value without axes may be infinite: such are bounds that bound nothing.
    /// - Throws: `EncodingError` naming the tensor, also when a value of it is not finite.
    public func tensor(_ name: String, shape: [Int]) throws -> [Float] {
        try rows(name, shape: shape, count: 1, width: shape.reduce(1, *))
            .row(0, allowsInfinity: shape.isEmpty)
    }

    /// A matrix of exactly this shape, of which rows are read when they are needed.
    func rows(_ name: String, shape: (rows: Int, columns: Int)) throws -> TensorRows {
        try rows(
            name, shape: [shape.rows, shape.columns], count: shape.rows, width: shape.columns)
    }

    /// Matrices of exactly this shape, one after the other, of which rows are read when they are
    /// needed.
    func rows(_ name: String, shape: (matrices: Int, rows: Int, columns: Int)) throws -> TensorRows
    {
        try rows(
            name, shape: [shape.matrices, shape.rows, shape.columns],
            count: shape.matrices * shape.rows, width: shape.columns)
    }

    /// On opening, a tensor was checked to be whole.
    private func rows(
        _ name: String, shape: [Int], count: Int, width: @autoclosure () -> Int
    ) throws -> TensorRows {
        guard let entry = entries[name] else {
            throw EncodingError.missingTensor(name: name, path: path)
        }
        guard let type = TensorType(rawValue: entry.dtype) else {
            throw EncodingError.wrongType(tensor: name, found: entry.dtype, path: path)
        }
        guard entry.shape == shape else {
            throw EncodingError.wrongShape(
                tensor: name, expected: shape, found: entry.shape, path: path)
        }
        return TensorRows(
            name: name, type: type, file: file,
            begin: firstByte + entry.dataOffsets[0], count: count, width: width())
    }

    private static func count(of shape: [Int]) -> Int? {
        var product = 1
        for extent in shape {
            let (result, overflow) = product.multipliedReportingOverflow(by: extent)
            guard extent >= 0, !overflow else { return nil }
            product = result
        }
        return product
    }

    /// A header's value: a tensor, or the free-form `__metadata__`.
    private enum HeaderField: Decodable {
        case tensor(Entry)
        case metadata([String: String])

        init(from decoder: any Decoder) throws {
            if let entry = try? Entry(from: decoder) {
                self = .tensor(entry)
            } else {
                self = .metadata(try [String: String](from: decoder))
            }
        }
    }
}
