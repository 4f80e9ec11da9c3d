import MediaTypes

/// Brings another space's embeddings into this one by a fitted linear term alone.
struct LinearBridge: Bridge {
    private let path: String
    private let dimension: Int
    private let term: LinearTerm

    /// Reads what `LinearTerm` reads.
    init(file: SafeTensorsFile, features: Int, dimension: Int) throws {
        guard let term = try LinearTerm(file: file, features: features, dimension: dimension)
        else { throw EncodingError.missingTensor(name: "linear.weight", path: file.path) }
        (self.term, self.dimension) = (term, dimension)
        path = file.path
    }

    func embedding(of output: ModelOutput) throws -> Embedding {
        var values = [Float](repeating: 0, count: dimension)
        try term.add(to: &values, features: output.features)
        guard let embedding = Embedding(normalizing: values) else {
            throw EncodingError.degenerateEmbedding("the linear map of \(path)")
        }
        return embedding
    }
}
