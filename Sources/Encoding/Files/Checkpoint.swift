import Compute
import Foundation
import MediaTypes
import Synchronization

/// The weights of a network: those of a Hugging Face folder, `model.safetensors` or the parts that
/// `model.safetensors.index.json` names, or those of a single file.
final class Checkpoint: Sendable {
    private struct Index: Decodable {
        let files: [String: String]

        enum CodingKeys: String, CodingKey {
            case files = "weight_map"
        }
    }

    private static let single = "model.safetensors"
    private static let index = "model.safetensors.index.json"

    /// Names of the files that hold the weights and, where there are parts, say where they are.
    let fileNames: [String]
    private let files: [String: SafeTensorsFile]
    /// What to blame for a tensor that is nowhere.
    let path: String
    private let readNames = Mutex<Set<String>>([])
    /// Of the fully connected layers that are made of it.
    let precision: Precision

    /// - Throws: `EncodingError` naming the file at fault.
    init(file path: String, precision: Precision = .f32) throws {
        let file = try SafeTensorsFile(path: path)
        files = Dictionary(uniqueKeysWithValues: file.names.map { ($0, file) })
        fileNames = [URL(fileURLWithPath: path).lastPathComponent]
        self.path = path
        self.precision = precision
    }

    /// - Throws: `EncodingError` naming the file at fault.
    convenience init(directory: String, precision: Precision = .f32) throws {
        let single = directory + "/" + Self.single
        let index = directory + "/" + Self.index
        let isSharded =
            !FileManager.default.fileExists(atPath: single)
            && FileManager.default.fileExists(atPath: index)
        guard isSharded else {
            try self.init(file: single, precision: precision)
            return
        }
        try self.init(index: index, in: directory, precision: precision)
    }

    private init(index: String, in directory: String, precision: Precision) throws {
        let map = try JSONFile.decode(path: index, as: Index.self).files
        var parts: [String: SafeTensorsFile] = [:]
        for name in Set(map.values).sorted() {
            guard !name.isEmpty, !name.contains("/") else {
                throw EncodingError.malformedFile(
                    path: index, reason: "'\(name)' is not the name of a file beside it")
            }
            parts[name] = try SafeTensorsFile(path: directory + "/" + name)
        }
        var files: [String: SafeTensorsFile] = [:]
        for (tensor, name) in map {
            guard let part = parts[name], part.shape(of: tensor) != nil else {
                throw EncodingError.missingTensor(name: tensor, path: directory + "/" + name)
            }
            files[tensor] = part
        }
        for part in parts.values {
            for tensor in part.names where files[tensor]?.path != part.path {
                throw EncodingError.malformedFile(
                    path: index, reason: "it does not say that \(part.path) holds '\(tensor)'")
            }
        }
        self.files = files
        fileNames = [Self.index] + parts.keys.sorted()
        path = index
        self.precision = precision
    }

    /// - Returns: nil when there is no such tensor.
    func shape(of name: String) -> [Int]? { files[name]?.shape(of: name) }

    func tensor(_ name: String, shape: [Int]) throws -> [Float] {
        try file(of: name).tensor(name, shape: shape)
    }

    func rows(_ name: String, shape: (rows: Int, columns: Int)) throws -> TensorRows {
        try file(of: name).rows(name, shape: shape)
    }

    func rows(_ name: String, shape: (matrices: Int, rows: Int, columns: Int)) throws -> TensorRows
    {
        try file(of: name).rows(name, shape: shape)
    }

    /// The range from `NAME_min` to `NAME_max`.
    func range(_ name: String) throws -> ClosedRange<Float> {
        let minimum = try tensor(name + "_min", shape: [])[0]
        let maximum = try tensor(name + "_max", shape: [])[0]
        guard minimum <= maximum else {
            throw EncodingError.malformedFile(
                path: path, reason: "tensor '\(name)_min' is above '\(name)_max'")
        }
        return minimum...maximum
    }

    /// The fully connected layer of `NAME.weight` and `NAME.bias`; one without a bias adds zeros.
    ///
    /// - Parameters:
    ///   - shape: of the weights, where it is not outputs × inputs.
    ///   - precision: the checkpoint's where it is nil.
    func linear(
        _ name: String, inputs: Int, outputs: Int, shape: [Int]? = nil, isBiased: Bool = true,
        precision: Precision? = nil
    ) throws -> Linear {
        try Linear(
            inputs: inputs, outputs: outputs,
            weights: tensor(name + ".weight", shape: shape ?? [outputs, inputs]),
            bias: isBiased
                ? tensor(name + ".bias", shape: [outputs])
                : [Float](repeating: 0, count: outputs),
            precision: precision ?? self.precision)
    }

    /// - Throws: `EncodingError.unexpectedTensor` when a tensor that `isExpected` knows nothing of
    ///   was never asked for: the configuration describes another network.
    func checkAllRead(except isExpected: (String) -> Bool = { _ in false }) throws {
        let read = readNames.withLock { $0 }
        for (name, file) in files.sorted(by: { $0.key < $1.key })
        where !read.contains(name) && !isExpected(name) {
            throw EncodingError.unexpectedTensor(name: name, path: file.path)
        }
    }

    /// - Parameter beforeEach: called before a tensor is read; what it throws ends the check.
    /// - Throws: `EncodingError.notFinite` naming the first tensor with such a value.
    func checkValues(beforeEach: () throws -> Void = {}) throws {
        for (name, file) in files.sorted(by: { $0.key < $1.key }) {
            try beforeEach()
            guard let shape = file.shape(of: name), file.type(of: name) != nil else { continue }
            _ = try file.tensor(name, shape: shape)
        }
    }

    private func file(of name: String) throws -> SafeTensorsFile {
        guard let file = files[name] else {
            throw EncodingError.missingTensor(name: name, path: path)
        }
        readNames.withLock { _ = $0.insert(name) }
        return file
    }
}
