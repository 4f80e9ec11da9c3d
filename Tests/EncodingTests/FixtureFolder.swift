import Foundation
import TestSupport

/// A copy of a committed model's folder, of which a test changes something.
struct FixtureFolder {
    private let folder: TemporaryDirectory
    let path: String

    /// - Parameters:
    ///   - name: the committed folder's.
    ///   - others: of a committed folder whose files take the place of those with the same names.
    init(_ name: String, with others: String? = nil) throws {
        folder = try TemporaryDirectory()
        path = folder.path + "/" + name
        let files = FileManager.default
        try files.copyItem(atPath: ReferenceTensors.path(name), toPath: path)
        guard let others = try others.map(ReferenceTensors.path) else { return }
        for file in try files.contentsOfDirectory(atPath: others) {
            try? files.removeItem(atPath: path + "/" + file)
            try files.copyItem(atPath: others + "/" + file, toPath: path + "/" + file)
        }
    }

    /// The tiny SigLIP with the tokenizer of SigLIP 2.
    static func siglip2() throws -> FixtureFolder {
        try FixtureFolder("siglip-tiny", with: "siglip2-tiny-tokenizer")
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
}
