import MediaTypes

/// Moves embeddings that are in the space already to its middle: unit length, minus the
/// modality's mean, unit length again.
public struct CentringBridge: Bridge {
    private let path: String
    private let mean: [Float]

    /// Reads `mean` (dimension).
    public init(file: SafeTensorsFile, dimension: Int) throws {
        mean = try file.tensor("mean", shape: [dimension])
        path = file.path
    }

    public func embedding(of output: ModelOutput) throws -> Embedding {
        guard output.features.count == mean.count else {
            throw EncodingError.malformedFile(
                path: path,
                reason: "it has \(mean.count) dimensions, the encoder \(output.features.count)")
        }
        guard let unit = Embedding(normalizing: output.features),
            let centred = Embedding(normalizing: zip(unit.values, mean).map { $0 - $1 })
        else {
            throw EncodingError.degenerateEmbedding("centring by \(path)")
        }
        return centred
    }
}
