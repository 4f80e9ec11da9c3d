import Foundation
import TestSupport
import Testing

@testable import Encoding

/// Whatever the files of a model hold, loading it takes a bounded time and gives a space, or an error
/// that names a file of the folder.
@Suite(.timeLimit(.minutes(3))) struct LoaderFuzzTests {
    enum Model: String, CaseIterable {
        case clip, siglip, siglip2

        func folder() throws -> TinyModel {
            switch self {
            case .clip: try TinyModel("clip")
            case .siglip: try TinyModel("siglip")
            case .siglip2: try TinyModel.siglip2()
            }
        }
    }

    private static let numbers = [
        "-1", "0", "1", "4294967296", "9223372036854775807", "9223372036854775808",
        "18446744073709551616", "1e308", "1e999", "0.5", "null", "[]", "\"x\"", "true",
    ]

    private func expectSpaceOrError(_ folder: TinyModel, _ what: String) throws {
        let space: Space
        do {
            space = try Space(directory: folder.path)
        } catch let error as EncodingError {
            return #expect("\(error)".contains(folder.path), "\(what): \(error)")
        }
        // Sizes and token ids that fit the tensors may still make no sense.
        _ = try? space.text?.encode(["a dog's 1st ride ~ ☃ ▁"])
        if let image = space.image {
            _ = try? image.encode([
                image.prepare(ReferenceInputs.picture(0, width: 50, height: 40))
            ])
        }
    }

    /// Every number of the JSON becomes one that no size may be, one at a time.
    @Test(
        arguments: Model.allCases,
        ["config.json", "preprocessor_config.json", "tokenizer_config.json"])
    func survivesAnyNumber(model: Model, name: String) throws {
        let folder = try model.folder()
        let text = String(decoding: try folder.read(name), as: UTF8.self)
        let values = text.matches(of: #/[:\[,]\s*(-?[0-9][0-9.e+\-]*)/#)
        #expect(values.count > 3 || name == "tokenizer_config.json")
        for place in values.map({ $0.output.1.startIndex..<$0.output.1.endIndex }) {
            for number in Self.numbers {
                var changed = text
                changed.replaceSubrange(place, with: number)
                try folder.write(Data(changed.utf8), to: name)
                try expectSpaceOrError(folder, "\(number) in place of \(text[place]) in \(name)")
            }
        }
        try folder.write(Data(text.utf8), to: name)
        _ = try Space(directory: folder.path)
    }

    @Test(
        arguments: Model.allCases,
        ["config.json", "preprocessor_config.json", "tokenizer.json", "model.safetensors"])
    func survivesMutatedFiles(model: Model, name: String) throws {
        let folder = try model.folder()
        let original = [UInt8](try folder.read(name))
        let other = [UInt8](try folder.read("config.json"))
        var mutator = Mutator(seed: 17, bytes: original, other: other)
        for number in 0..<60 {
            try folder.write(Data(mutator.next()), to: name)
            try expectSpaceOrError(folder, "mutation \(number) of \(name)")
        }
    }

    /// Cuts at every length of a header, and then anywhere.
    @Test func survivesTruncation() throws {
        let folder = try Model.siglip.folder()
        let name = "model.safetensors"
        let original = try folder.read(name)
        for length in Array(0..<64) + Array(stride(from: 64, to: original.count, by: 997)) {
            try folder.write(original.prefix(length), to: name)
            #expect(throws: EncodingError.self) {
                _ = try SafeTensorsFile(path: folder.path + "/" + name)
            }
        }
    }

    /// Headers that lie about offsets, shapes, types or their own length.
    @Test func lyingHeadersAreRefusedByName() throws {
        let folder = try TemporaryDirectory()
        func header(_ entries: String) -> [UInt8] { Array("{\(entries)}".utf8) }
        func entry(_ offsets: String, _ shape: String = "[2]", _ type: String = "\"F32\"") -> String
        {
            "\"a\":{\"dtype\":\(type),\"shape\":\(shape),\"data_offsets\":\(offsets)}"
        }
        func length(_ count: UInt64) -> [UInt8] {
            withUnsafeBytes(of: count.littleEndian) { Array($0) }
        }
        let body = [UInt8](repeating: 0, count: 16)
        var headers = ["[8,0]", "[-8,0]", "[0,9223372036854775807]", "[0]", "[0,8,16]", "{}"].map {
            header(entry($0))
        }
        headers += [
            entry("[9223372036854775800,9223372036854775807]"), entry("[0,16]", "[-2,-2]"),
            entry("[0,16]", "[4294967296,4294967296]"), entry("[0,16]", "[1e300]"),
            entry("[0,16]", "[4]", "7"), entry("[0,16]", "null"), entry("[8,16]"),
            entry("[0,8]") + "," + entry("[4,12]").replacing("\"a\"", with: "\"b\""),
            entry("[0,8]") + "," + entry("[0,8]").replacing("\"a\"", with: "\"b\""),
            "\"__metadata__\":{\"a\":1}," + entry("[0,16]", "[4]"), "\"a\":", "\"a\":{}",
        ].map(header)
        headers += [
            [UInt8](repeating: UInt8(ascii: "["), count: 100_000), [0xFF, 0xFE, 0x00],
            Array("null".utf8), [],
        ]
        var files = headers.map { length(UInt64($0.count)) + $0 + body }
        let claims: [UInt64] = [.max, .max - 7, 1 << 63, 100_000_001, 25, 24]
        files += claims.map { length($0) + body }
        for (number, bytes) in files.enumerated() {
            let path = try folder.write(bytes, to: "\(number).safetensors")
            do {
                _ = try SafeTensorsFile(path: path)
                Issue.record("\(String(decoding: bytes.dropFirst(8).prefix(90), as: UTF8.self))")
            } catch let error as EncodingError {
                #expect("\(error)".contains(path))
            }
        }
    }
}
