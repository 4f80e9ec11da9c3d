import Encoding
import Foundation
import Testing

/// One of the committed files of reference activations; `Fixtures/README.md` lists them.
struct ReferenceTensors {
    private let file: SafeTensorsFile

    init(_ name: String) throws {
        file = try SafeTensorsFile(path: Self.path(name))
    }

    static func path(_ name: String) throws -> String {
        try #require(Bundle.module.resourcePath) + "/Fixtures/" + name
    }

    /// The texts of a JSON file.
    static func texts(_ name: String) throws -> [String] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path(name)))
        return try JSONDecoder().decode([String].self, from: data)
    }

    var names: [String] { file.names }

    func shape(of name: String) throws -> [Int] {
        try #require(file.shape(of: name), "\(file.path) lacks \(name)")
    }

    func values(_ name: String) throws -> [Float] {
        try file.tensor(name, shape: shape(of: name))
    }

    /// The values at `index` of the outermost axis.
    func values(_ name: String, at index: Int) throws -> [Float] {
        let all = try values(name)
        let count = all.count / (try shape(of: name)[0])
        return Array(all[index * count..<(index + 1) * count])
    }
}
