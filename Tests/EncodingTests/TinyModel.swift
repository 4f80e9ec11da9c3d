import Foundation
import TestSupport
import Testing

@testable import Encoding

/// A copy of one of the committed tiny models, of which a test changes something.
struct TinyModel {
    static let weights = "model.safetensors"

    private let folder: TemporaryDirectory
    let path: String

    /// - Parameters:
    ///   - name: of the model, such as `clip`.
    ///   - others: of a committed folder whose files take the place of those with the same names.
    init(_ name: String, with others: String? = nil) throws {
        folder = try TemporaryDirectory()
        path = folder.path + "/" + name
        let files = FileManager.default
        try files.copyItem(atPath: ReferenceTensors.path(name + "-tiny"), toPath: path)
        guard let others = try others.map(ReferenceTensors.path) else { return }
        for file in try files.contentsOfDirectory(atPath: others) {
            try? files.removeItem(atPath: path + "/" + file)
            try files.copyItem(atPath: others + "/" + file, toPath: path + "/" + file)
        }
    }

    /// A folder with nothing but a committed file of weights.
    init(file: String) throws {
        folder = try TemporaryDirectory()
        path = folder.path
        try FileManager.default.copyItem(
            atPath: ReferenceTensors.path(file), toPath: path + "/" + Self.weights)
    }

    /// The tiny SigLIP with the tokenizer of SigLIP 2.
    static func siglip2() throws -> TinyModel {
        try TinyModel("siglip", with: "siglip2-tiny-tokenizer")
    }

    func read(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
    }

    func write(_ data: Data, to name: String) throws {
        try data.write(to: URL(fileURLWithPath: path + "/" + name))
    }

    /// What loading all of it says; "loaded" where nothing is wrong.
    func message() -> String {
        do {
            _ = try Space(directory: path)
            return "loaded"
        } catch { return "\(error)" }
    }

    /// Puts other JSON in place of a part of `tokenizer.json`, and expects that the error names it.
    func expectTokenizerIsRefused(
        with value: String, as part: String, naming field: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        try change("tokenizer.json") {
            $0[part] = try JSONSerialization.jsonObject(with: Data(value.utf8))
        }
        let message = message()
        #expect(message.contains("tokenizer.json"), sourceLocation: sourceLocation)
        #expect(message.contains(field), "\(message)", sourceLocation: sourceLocation)
    }

    func remove(_ name: String) throws {
        try FileManager.default.removeItem(atPath: path + "/" + name)
    }

    /// Changes a JSON file's outermost object.
    func change(_ name: String, _ change: (inout [String: Any]) throws -> Void) throws {
        var object =
            try JSONSerialization.jsonObject(with: read(name)) as? [String: Any] ?? [:]
        try change(&object)
        try write(JSONSerialization.data(withJSONObject: object), to: name)
    }

    /// Changes a field of one of the objects in a JSON file's outermost object.
    func change(_ name: String, _ object: String, _ field: String, to value: Any) throws {
        try change(name) { file in
            var fields = file[object] as? [String: Any] ?? [:]
            fields[field] = value
            file[object] = fields
        }
    }

    /// Replaces `tokenizer.json` by `vocab.json` and `merges.txt`.
    func splitTokenizer() throws {
        try change("tokenizer.json") { file in
            let model = try #require(file["model"] as? [String: Any])
            let merges = try #require(model["merges"] as? [[String]])
            try write(
                JSONSerialization.data(withJSONObject: #require(model["vocab"])), to: "vocab.json")
            try write(
                Data(
                    ("#version: 0.2\n"
                        + merges.map { $0.joined(separator: " ") + "\n" }.joined()).utf8),
                to: "merges.txt")
        }
        try remove("tokenizer.json")
    }

    /// All tensors of floating-point numbers, by name.
    func tensors() throws -> [SafeTensorsWriter.Tensor] {
        let file = try SafeTensorsFile(path: path + "/" + Self.weights)
        return try file.names.filter { file.type(of: $0) != nil }.map { name in
            let shape = file.shape(of: name) ?? []
            return .init(name: name, shape: shape, values: try file.tensor(name, shape: shape))
        }
    }

    func write(_ tensors: [SafeTensorsWriter.Tensor], to name: String = weights) throws {
        try SafeTensorsWriter.write(tensors, to: path + "/" + name)
    }

    /// Changes the header of the weights, whose bytes stay as they are.
    func changeHeader(_ change: (inout [String: Any]) throws -> Void) throws {
        let file = try read(Self.weights)
        let body = 8 + file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        var header =
            try JSONSerialization.jsonObject(with: file[8..<body]) as? [String: Any] ?? [:]
        try change(&header)
        let text = try JSONSerialization.data(withJSONObject: header)
        let length = withUnsafeBytes(of: UInt64(text.count).littleEndian) { Data($0) }
        try write(length + text + file[body...], to: Self.weights)
    }

    /// Spreads the weights over two files; `map` may tell lies about them.
    func shard(_ map: (inout [String: String]) -> Void = { _ in }) throws {
        let tensors = try tensors()
        let names = (1...2).map { "model-0000\($0)-of-00002.safetensors" }
        try write(Array(tensors.prefix(20)), to: names[0])
        try write(Array(tensors.dropFirst(20)), to: names[1])
        var files = Dictionary(
            uniqueKeysWithValues: tensors.enumerated().map {
                ($0.element.name, names[$0.offset < 20 ? 0 : 1])
            })
        map(&files)
        try write(
            JSONSerialization.data(withJSONObject: ["metadata": [:], "weight_map": files]),
            to: "model.safetensors.index.json")
        try remove(Self.weights)
    }
}
