import Foundation

/// Writes small sets of f32 tensors as a safetensors file, such as a bridge.
public enum SafeTensorsWriter {
    public struct Tensor: Sendable {
        public let name: String
        public let shape: [Int]
        public let values: [Float]

        public init(name: String, shape: [Int], values: [Float]) {
            precondition(shape.reduce(1, *) == values.count, "values must fill the shape")
            self.name = name
            self.shape = shape
            self.values = values
        }
    }

    /// A header's value: a tensor, or the free-form `__metadata__`.
    private enum HeaderField: Encodable {
        case tensor(Entry)
        case metadata([String: String])

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .tensor(let entry): try entry.encode(to: encoder)
            case .metadata(let texts): try texts.encode(to: encoder)
            }
        }
    }

    private struct Entry: Encodable {
        let dtype = "F32"
        let shape: [Int]
        let dataOffsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case dataOffsets = "data_offsets"
        }
    }

    /// Writes the file in one step: a reader sees all of it or nothing.
    public static func write(
        _ tensors: [Tensor], metadata: [String: String] = [:], to path: String
    ) throws {
        var fields: [String: HeaderField] =
            metadata.isEmpty ? [:] : ["__metadata__": .metadata(metadata)]
        var body = Data()
        for tensor in tensors {
            let begin = body.count
            for value in tensor.values {
                withUnsafeBytes(of: value.bitPattern.littleEndian) { body.append(contentsOf: $0) }
            }
            fields[tensor.name] = .tensor(
                Entry(shape: tensor.shape, dataOffsets: [begin, body.count]))
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        var header = try encoder.encode(fields)
        // The format asks for spaces up to the next multiple of eight.
        header.append(contentsOf: repeatElement(0x20, count: (8 - header.count % 8) % 8))
        var file = Data()
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { file.append(contentsOf: $0) }
        file.append(header)
        file.append(body)
        do {
            try file.write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw EncodingError.unreadableFile(path: path, reason: error.localizedDescription)
        }
    }
}
