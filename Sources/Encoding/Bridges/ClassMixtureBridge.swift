import Compute
import Foundation
import MediaTypes

/// Describes an item by the names of the classes that a classifier sees in it.
///
/// The text embeddings of the class names are mixed by the class probabilities,
/// `Σ softmax(logits / temperature)ᵢ · eᵢ`, and the mean of such mixtures is removed: without
/// that every mixture points to the middle of all classes (the modality gap).
/// The idea is that of ConSE (Norouzi et al., "Zero-Shot Learning by Convex Combination of
/// Semantic Embeddings", 2014). Where the file has a linear term of the features, it is added to
/// the unit vector of the mixture; where it has an output map, that multiplies the sum.
public struct ClassMixtureBridge: Bridge {
    private let path: String
    private let classCount: Int
    private let dimension: Int
    private let classEmbeddings: [Float]
    private let mean: [Float]
    private let temperature: Float
    private let linear: LinearTerm?
    private let outputMap: Linear?

    /// Reads `class_embeddings` (classes × dimension), `mean` (dimension), `temperature` (1) and,
    /// where present, `linear.weight` (dimension × features), `linear.bias` (dimension) and
    /// `linear.share` (1), and `output.weight` (dimension × dimension).
    /// - Parameters:
    ///   - classCount: logits of the encoder's network.
    ///   - featureCount: features of the encoder's network.
    /// - Throws: `EncodingError` naming the tensor at fault.
    public init(
        file: SafeTensorsFile, classCount: Int, featureCount: Int, dimension: Int
    ) throws {
        path = file.path
        classEmbeddings = try file.tensor("class_embeddings", shape: [classCount, dimension])
        mean = try file.tensor("mean", shape: [dimension])
        temperature = try file.tensor("temperature", shape: [1])[0]
        guard temperature > 0 else {
            throw EncodingError.malformedFile(path: path, reason: "its temperature is not positive")
        }
        linear = try LinearTerm(file: file, features: featureCount, dimension: dimension)
        outputMap =
            file.shape(of: "output.weight") == nil
            ? nil
            : try Linear(
                inputs: dimension, outputs: dimension,
                weights: file.tensor("output.weight", shape: [dimension, dimension]),
                bias: [Float](repeating: 0, count: dimension))
        self.classCount = classCount
        self.dimension = dimension
    }

    public func embedding(of modelOutput: ModelOutput) throws -> Embedding {
        guard let logits = modelOutput.logits, logits.count == classCount else {
            throw EncodingError.malformedFile(
                path: path,
                reason: "it mixes \(classCount) classes, which the encoder does not have")
        }
        let largest = logits.max() ?? 0
        let weights = logits.map { exp(($0 - largest) / temperature) }
        let sum = weights.reduce(0, +)
        var mixture = [Float](repeating: 0, count: dimension)
        try Matrix.multiply(
            MatrixView(weights.map { $0 / sum }, rows: 1, columns: classCount),
            MatrixView(classEmbeddings, rows: classCount, columns: dimension), into: &mixture,
            resultStride: dimension, resultOffset: 0)
        for (index, value) in mean.enumerated() { mixture[index] -= value }
        guard let unit = Embedding(normalizing: mixture) else {
            throw EncodingError.degenerateEmbedding("the class mixture of \(path)")
        }
        var values = unit.values
        try linear?.add(to: &values, features: modelOutput.features)
        if let outputMap { values = try outputMap(values, rows: 1) }
        guard let embedding = Embedding(normalizing: values) else {
            throw EncodingError.degenerateEmbedding("the linear term or output map of \(path)")
        }
        return embedding
    }
}
