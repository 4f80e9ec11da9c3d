import Encoding
import Foundation
import TestSupport
import Testing

@Suite struct SafeTensorsFileTests {
    private let folder: TemporaryDirectory

    init() throws { folder = try TemporaryDirectory() }

    /// A safetensors file with this header and body.
    private func write(header: String, body: [UInt8]) throws -> String {
        let header = Array(header.utf8)
        let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
        return try folder.write(length + header + body, to: "file.safetensors")
    }

    @Test func writtenTensorsAreReadBack() throws {
        let path = try folder.file("small.safetensors")
        try SafeTensorsWriter.write(
            [
                .init(name: "a", shape: [2, 3], values: [1, 2, 3, 4, 5, -6.5]),
                .init(name: "empty", shape: [0], values: []),
                .init(name: "b", shape: [1], values: [.pi]),
            ], to: path)
        let file = try SafeTensorsFile(path: path)
        #expect(file.names == ["a", "b", "empty"])
        #expect(file.shape(of: "a") == [2, 3])
        #expect(try file.tensor("a", shape: [2, 3]) == [1, 2, 3, 4, 5, -6.5])
        #expect(try file.tensor("b", shape: [1]) == [.pi])
        #expect(try file.tensor("empty", shape: [0]) == [])
    }

    @Test func largeTensorsAreReadInPieces() throws {
        let values = (0..<5_000_000).map { Float($0 % 1009) }
        let path = try folder.file("large.safetensors")
        try SafeTensorsWriter.write(
            [.init(name: "w", shape: [values.count], values: values)], to: path)
        #expect(try SafeTensorsFile(path: path).tensor("w", shape: [values.count]) == values)
    }

    @Test func aFileThatIsCutShortMeanwhileIsUnreadable() throws {
        let path = try folder.file("cut.safetensors")
        try SafeTensorsWriter.write([.init(name: "w", shape: [4], values: [1, 2, 3, 4])], to: path)
        let file = try SafeTensorsFile(path: path)
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        let size = try handle.seekToEnd()
        try handle.truncate(atOffset: size - 4)
        try handle.close()
        do {
            _ = try file.tensor("w", shape: [4])
            Issue.record("it was read")
        } catch EncodingError.unreadableFile(let name, _) {
            #expect(name == path)
        }
    }

    @Test func errorsNameTheTensor() throws {
        let header =
            #"{"__metadata__":{"made":"by hand"},"#
            + #""w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
            + #""h":{"dtype":"I16","shape":[2],"data_offsets":[8,12]}}"#
        let path = try write(header: header, body: [UInt8](repeating: 0, count: 12))
        let file = try SafeTensorsFile(path: path)
        #expect(file.names == ["h", "w"])
        #expect(throws: EncodingError.missingTensor(name: "x", path: path)) {
            try file.tensor("x", shape: [2])
        }
        let wrongShape = EncodingError.wrongShape(
            tensor: "w", expected: [3], found: [2], path: path)
        #expect(throws: wrongShape) { try file.tensor("w", shape: [3]) }
        #expect(wrongShape.description.contains("'w'"))
        #expect(throws: EncodingError.wrongType(tensor: "h", found: "I16", path: path)) {
            try file.tensor("h", shape: [2])
        }
    }

    @Test func halvesAreWidened() throws {
        let header =
            #"{"b":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]},"#
            + #""h":{"dtype":"F16","shape":[5],"data_offsets":[4,14]}}"#
        // BF16: 1, -2.5. F16: 1, -2.5, the smallest and largest subnormal, the largest.
        let values: [UInt16] = [0x3F80, 0xC020, 0x3C00, 0xC100, 0x0001, 0x83FF, 0x7BFF]
        let path = try write(
            header: header, body: values.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
        let file = try SafeTensorsFile(path: path)
        #expect(try file.tensor("b", shape: [2]) == [1, -2.5])
        #expect(try file.tensor("h", shape: [5]) == [1, -2.5, 0x1p-24, -1023 * 0x1p-24, 65504])
    }

    @Test(arguments: [
        ("F32", [0, 0, 0xC0, 0x7F]), ("F32", [0, 0, 0x80, 0xFF]), ("F16", [0, 0x7C]),
        ("F16", [1, 0xFE]), ("BF16", [0xC0, 0x7F]), ("BF16", [0x80, 0xFF]),
    ]) func valuesThatAreNoNumbersAreRefused(_ type: String, _ bytes: [UInt8]) throws {
        let path = try write(
            header: #"{"w":{"dtype":"\#(type)","shape":[1],"data_offsets":[0,\#(bytes.count)]}}"#,
            body: bytes)
        let file = try SafeTensorsFile(path: path)
        #expect(throws: EncodingError.notFinite(tensor: "w", path: path)) {
            try file.tensor("w", shape: [1])
        }
    }

    @Test(arguments: [
        // Overlap, gaps, and bytes that belong to no tensor.
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
        #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
        #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
        "{}",
        #"{"w":{"dtype":"F16","shape":[2],"data_offsets":[0,8]}}"#,
        #"{"w":{"dtype":"BF16","shape":[4611686018427387905],"data_offsets":[0,8]}}"#,
        #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,16]}}"#,
        #"{"w":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#,
        #"{"w":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#,
        #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#,
        #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#,
        #"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0]}}"#,
        #"{"w":{"dtype":"F32","shape":[4611686018427387904,8],"data_offsets":[0,8]}}"#,
        #"{"w":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,8]}}"#,
        #"{"w":17}"#, #"{"w""#, "[]", "",
    ]) func refusesADamagedHeader(_ header: String) throws {
        let path = try write(header: header, body: [UInt8](repeating: 0, count: 8))
        #expect {
            try SafeTensorsFile(path: path)
        } throws: { error in
            guard case .malformedFile(path, _)? = error as? EncodingError else { return false }
            return true
        }
    }

    @Test func refusesALyingHeaderLength() throws {
        for length: UInt64 in [9, 100_000_001, .max, .max - 8, 1 << 63] {
            let bytes = withUnsafeBytes(of: length.littleEndian) { Array($0) } + Array("{}".utf8)
            let path = try folder.write(bytes, to: "lying.safetensors")
            #expect(throws: EncodingError.self) { try SafeTensorsFile(path: path) }
        }
        let short = try folder.write([1, 2, 3], to: "short.safetensors")
        #expect(throws: EncodingError.self) { try SafeTensorsFile(path: short) }
        let empty = try folder.write([], to: "empty.safetensors")
        #expect(throws: EncodingError.self) { try SafeTensorsFile(path: empty) }
        #expect(throws: EncodingError.self) { try SafeTensorsFile(path: folder.path + "/none") }
    }

    /// Whatever the bytes, opening and reading gives tensors of the claimed shape or an error.
    @Test(arguments: 0..<300) func survivesMutatedFiles(_ seed: UInt64) throws {
        let path = try folder.file("fuzz.safetensors")
        try SafeTensorsWriter.write(
            [
                .init(name: "a", shape: [2, 2], values: [1, 2, 3, 4]),
                .init(name: "b", shape: [3], values: [5, 6, 7]),
            ], to: path)
        var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var random = SeededGenerator(seed: seed)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                bytes[Int.random(in: bytes.indices, using: &random)] ^=
                    1 << UInt8.random(in: 0..<8, using: &random)
            case 1: bytes.removeLast(Int.random(in: 0..<min(8, bytes.count), using: &random))
            default:
                bytes.insert(
                    .random(in: 0...255, using: &random),
                    at: Int.random(in: bytes.indices, using: &random))
            }
        }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        guard let file = try? SafeTensorsFile(path: path) else { return }
        for name in file.names {
            let shape = try #require(file.shape(of: name))
            if let values = try? file.tensor(name, shape: shape) {
                #expect(values.count == shape.reduce(1, *))
            }
        }
    }
}
