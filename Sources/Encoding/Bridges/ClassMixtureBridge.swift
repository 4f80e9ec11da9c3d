import Foundation
import MediaTypes

/// Describes an item by the names of the classes that a classifier sees in it.
///
/// The text embeddings of the class names are mixed by the class probabilities,
/// `Σ softmax(logits / temperature)ᵢ · eᵢ`, and the mean of such mixtures is removed: without
/// that every mixture points to the middle of all classes (the modality gap).
/// The idea is that of ConSE (Norouzi et al., "Zero-Shot Learning by Convex Combination of
/// Semantic Embeddings", 2014). Where the file has a linear term of the features, it is added to
/// the unit vector of the mixture.
public struct ClassMixtureBridge: Bridge {
    private let path: String
    private let classCount: Int
    private let dimension: Int
    private let classEmbeddings: [Float]
    private let mean: [Float]
    private let temperature: Float
    private let linear: LinearTerm?

    /// Reads `class_embeddings` (classes × dimension), `mean` (dimension), `temperature` (1) and,
    /// where present, `linear.weight` (dimension × features), `linear.bias` (dimension) and
    /// `linear.share` (1).
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
        self.classCount = classCount
        self.dimension = dimension
    }

    public func embedding(of output: ModelOutput) throws -> Embedding {
        guard let logits = output.logits, logits.count == classCount else {
            throw EncodingError.malformedFile(
                path: path,
                reason: "it mixes \(classCount) classes, which the encoder does not have")
        }
        let largest = logits.max() ?? 0
        let weights = logits.map { exp(($0 - largest) / temperature) }
        let sum = weights.reduce(0, +)
        var mixture = mean.map { -$0 }
        for (index, weight) in weights.enumerated() {
            // Most of a thousand classes weigh nothing.
            let share = weight / sum
            guard share > 1e-7 else { continue }
            for column in 0..<dimension {
                mixture[column] += share * classEmbeddings[index * dimension + column]
            }
        }
        guard let unit = Embedding(normalizing: mixture) else {
            throw EncodingError.degenerateEmbedding("the class mixture of \(path)")
        }
        guard let linear else { return unit }
        var values = unit.values
        try linear.add(to: &values, features: output.features)
        guard let embedding = Embedding(normalizing: values) else {
            throw EncodingError.degenerateEmbedding("the linear term of \(path)")
        }
        return embedding
    }
}
