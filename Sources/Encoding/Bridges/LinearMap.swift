import Compute
import MediaTypes

/// An affine map between two spaces, as it was fitted: `W · x + b`, scaled to unit length.
public struct LinearMap: Sendable {
    public let inputs, outputs: Int
    /// outputs × inputs, row-major.
    public let weight: [Float]
    public let bias: [Float]

    public init(inputs: Int, outputs: Int, weight: [Float], bias: [Float]) {
        precondition(
            weight.count == inputs * outputs && bias.count == outputs, "values fill the map")
        self.inputs = inputs
        self.outputs = outputs
        self.weight = weight
        self.bias = bias
    }

    /// - Parameter vectors: rows × inputs.
    /// - Returns: rows × outputs.
    /// - Throws: `EncodingError.degenerateEmbedding` for one that has no direction then.
    public func unitVectors(of vectors: [Float], rows: Int) throws -> [Float] {
        let layer = try Linear(inputs: inputs, outputs: outputs, weights: weight, bias: bias)
        let mapped = try layer(vectors, rows: rows)
        return try (0..<rows).flatMap { row in
            let values = Array(mapped[row * outputs..<(row + 1) * outputs])
            guard let unit = Embedding(normalizing: values) else {
                throw EncodingError.degenerateEmbedding("the map between two spaces")
            }
            return unit.values
        }
    }

    /// As `LinearTerm` reads it.
    var tensors: [SafeTensorsWriter.Tensor] {
        [
            .init(name: "linear.weight", shape: [outputs, inputs], values: weight),
            .init(name: "linear.bias", shape: [outputs], values: bias),
            .init(name: "linear.share", shape: [1], values: [1]),
        ]
    }
}
