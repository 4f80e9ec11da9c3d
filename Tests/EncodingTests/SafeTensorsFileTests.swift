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

    @Test func errorsNameTheTensor() throws {
        let header =
            #"{"__metadata__":{"made":"by hand"},"#
            + #""w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
            + #""h":{"dtype":"F16","shape":[2],"data_offsets":[8,12]}}"#
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
        #expect(throws: EncodingError.wrongType(tensor: "h", found: "F16", path: path)) {
            try file.tensor("h", shape: [2])
        }
    }

    @Test(arguments: [
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
