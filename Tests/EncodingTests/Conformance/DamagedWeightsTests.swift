import Foundation
import Testing

@testable import Encoding

/// Weights that are not those of the network that a folder describes: each network names the file
/// and the tensor.
@Suite struct DamagedWeightsTests {
    private func expectRefusal(
        _ subject: WeightsSubject, _ folder: TinyModel, _ tensor: String, saying words: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        do {
            try subject.load(folder)
            Issue.record("\(tensor) \(words), and is loaded", sourceLocation: sourceLocation)
        } catch {
            for part in ["'\(tensor)'", folder.path + "/" + TinyModel.weights, words] {
                #expect("\(error)".contains(part), sourceLocation: sourceLocation)
            }
        }
    }

    @Test(arguments: WeightsSubject.allCases) func wholeWeightsAreLoaded(_ subject: WeightsSubject)
        throws
    {
        try subject.load(subject.folder())
    }

    @Test(arguments: WeightsSubject.allCases) func missingTensorIsNamed(_ subject: WeightsSubject)
        throws
    {
        let folder = try subject.folder()
        let tensors = try folder.tensors()
        for name in subject.tensors {
            try folder.write(tensors.filter { $0.name != name })
            expectRefusal(subject, folder, name, saying: "is missing")
        }
    }

    @Test(arguments: WeightsSubject.allCases) func extraTensorIsNamed(_ subject: WeightsSubject)
        throws
    {
        let folder = try subject.folder()
        let tensors = try folder.tensors()
        let layer = try #require(subject.tensors.first { $0.contains(".") })
        for name in ["adapter.weight", layer + ".extra"] {
            try folder.write(tensors + [.init(name: name, shape: [1], values: [0])])
            expectRefusal(subject, folder, name, saying: "has no place")
        }
    }

    @Test(arguments: WeightsSubject.allCases) func wrongShapeIsNamed(_ subject: WeightsSubject)
        throws
    {
        let folder = try subject.folder()
        let tensors = try folder.tensors()
        for name in subject.tensors {
            try folder.write(
                tensors.map { tensor in
                    guard tensor.name == name else { return tensor }
                    return .init(
                        name: name, shape: tensor.shape + [1, 2],
                        values: tensor.values + tensor.values)
                })
            expectRefusal(subject, folder, name, saying: "has shape")
        }
    }

    @Test(arguments: WeightsSubject.allCases) func wrongTypeIsNamed(_ subject: WeightsSubject)
        throws
    {
        for name in subject.tensors {
            let folder = try subject.folder()
            try folder.write(folder.tensors())
            try folder.changeHeader { header in
                var entry = try #require(header[name] as? [String: Any])
                entry["dtype"] = "I32"
                header[name] = entry
            }
            expectRefusal(subject, folder, name, saying: "holds I32")
        }
    }

    /// A table of words, of which rows are read when they are needed, is checked by the import alone.
    @Test(arguments: WeightsSubject.allCases, [Float.nan, .infinity])
    func valuesThatAreNoNumbersAreNamed(_ subject: WeightsSubject, _ value: Float) throws {
        let folder = try subject.folder()
        let tensors = try folder.tensors()
        for name in subject.tensors {
            let shape = try #require(tensors.first { $0.name == name }?.shape)
            // A bound may be infinite.
            if name.hasSuffix("word_embeddings.weight") || value.isInfinite && shape.isEmpty {
                continue
            }
            try folder.write(
                tensors.map { tensor in
                    guard tensor.name == name else { return tensor }
                    return .init(
                        name: name, shape: shape, values: [value] + tensor.values.dropFirst())
                })
            expectRefusal(subject, folder, name, saying: "not finite")
        }
    }

    @Test(arguments: WeightsSubject.allCases) func truncatedFileIsNamed(_ subject: WeightsSubject)
        throws
    {
        let folder = try subject.folder()
        let bytes = try folder.read(TinyModel.weights)
        for count in [0, 7, 100, bytes.count / 2, bytes.count - 1] {
            try folder.write(bytes.prefix(count), to: TinyModel.weights)
            #expect {
                try subject.load(folder)
            } throws: {
                "\($0)".contains(folder.path + "/" + TinyModel.weights + " is damaged")
            }
        }
    }
}
