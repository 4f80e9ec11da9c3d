import Encoding
import Foundation
import TestSupport

/// A copy of a committed tiny model, of which a test changes something.
struct FolderCopy {
    private let folder: TemporaryDirectory
    var path: String { folder.path + "/model" }

    /// - Parameter name: of the folder in `Fixtures`.
    init(of name: String = "clip-tiny") throws {
        folder = try TemporaryDirectory()
        try FileManager.default.copyItem(atPath: ReferenceTensors.path(name), toPath: path)
    }

    func read(_ name: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
    }

    func write(_ data: Data, to name: String) throws {
        try data.write(to: URL(fileURLWithPath: path + "/" + name))
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

    /// All tensors, by name.
    func tensors() throws -> [SafeTensorsWriter.Tensor] {
        let file = try SafeTensorsFile(path: path + "/model.safetensors")
        return try file.names.map { name in
            let shape = file.shape(of: name) ?? []
            return .init(name: name, shape: shape, values: try file.tensor(name, shape: shape))
        }
    }

    func write(_ tensors: [SafeTensorsWriter.Tensor], to name: String = "model.safetensors") throws
    {
        try SafeTensorsWriter.write(tensors, to: path + "/" + name)
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
        try remove("model.safetensors")
    }
}
