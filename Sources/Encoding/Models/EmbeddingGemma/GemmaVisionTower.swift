import Compute

/// Gemma 4's tower for pictures: a transformer over patches of a picture in its own proportions,
/// groups of which become the tokens that the language model sees.
///
/// Reference: `transformers.Gemma4VisionModel`.
struct GemmaVisionTower: Sendable {
    private let configuration: EmbeddingGemmaConfiguration.Vision
    private let patchEmbedding: Linear
    /// Of columns, then of rows, each positions × width.
    private let positionEmbeddings: TensorRows
    private let layers: [GemmaLayer]
    /// What is taken from each token, and what it is then multiplied by.
    private let standardization: (bias: [Float], scale: [Float])?
    private let projection: TowerProjection

    private var width: Int { configuration.layer.width }

    /// - Parameter outputs: width of the language model.
    /// - Throws: `EncodingError` naming the file and the tensor at fault.
    init(
        configuration: EmbeddingGemmaConfiguration.Vision, outputs: Int, weights: Checkpoint
    ) throws {
        self.configuration = configuration
        let width = configuration.layer.width
        let prefix = "vision_tower."
        let side = configuration.patchSide
        patchEmbedding = try weights.linear(
            prefix + "patch_embedder.input_proj", inputs: 3 * side * side, outputs: width,
            isBiased: false)
        positionEmbeddings = try weights.rows(
            prefix + "patch_embedder.position_embedding_table",
            shape: (2, configuration.positionCount, width))
        layers = try (0..<configuration.layerCount).map { index in
            try GemmaLayer(
                prefix: "\(prefix)encoder.layers.\(index)", shape: configuration.layer,
                weights: weights)
        }
        standardization =
            configuration.isStandardized
            ? (
                try weights.tensor(prefix + "std_bias", shape: [width]),
                try weights.tensor(prefix + "std_scale", shape: [width])
            ) : nil
        projection = try TowerProjection(
            prefix: "embed_vision.", inputs: width, outputs: outputs,
            epsilon: configuration.layer.epsilon, weights: weights)
        try EmbeddingGemmaConfiguration.checkAllRead(weights, own: [prefix, "embed_vision."])
    }

    /// Tokens for the language model, row by row of the picture.
    ///
    /// - Parameters:
    ///   - patches: rows × columns × (side × side × 3), values from 0 to 1; rows and columns are
    ///     divisible by the side of what becomes a token.
    func callAsFunction(_ patches: [Float], rows: Int, columns: Int) throws -> [Float] {
        let tokens = try pooled(
            states(of: patches, rows: rows, columns: columns), rows: rows, columns: columns)
        return try projection(tokens, rows: tokens.count / width)
    }

    /// States of the patches after the first `count` layers, or after all of them.
    func states(
        of patches: [Float], rows: Int, columns: Int, afterLayers count: Int? = nil
    ) throws -> [Float] {
        let number = rows * columns
        guard rows <= configuration.positionCount, columns <= configuration.positionCount else {
            throw ComputeError.shapeMismatch("\(rows) × \(columns) patches are too many")
        }
        var states = try patchEmbedding(patches.map { 2 * ($0 - 0.5) }, rows: number)
        let byColumn = try (0..<columns).map { try positionEmbeddings.row($0) }
        for row in 0..<rows {
            let ofRow = try positionEmbeddings.row(configuration.positionCount + row)
            for column in 0..<columns {
                let start = (row * columns + column) * width
                for index in 0..<width {
                    states[start + index] += byColumn[column][index] + ofRow[index]
                }
            }
        }
        let rotary = try RotaryTable(
            coordinates: [
                (0..<number).map { $0 % columns }, (0..<number).map { $0 / columns },
            ], headWidth: configuration.layer.headWidth, base: configuration.rotaryBase)
        for layer in layers.prefix(count ?? layers.count) {
            try layer.apply(to: &states, rows: number, rotary: rotary)
        }
        return states
    }

    /// The mean of each square of patches, scaled.
    private func pooled(_ states: [Float], rows: Int, columns: Int) throws -> [Float] {
        let side = configuration.poolingSide
        guard rows % side == 0, columns % side == 0, states.count == rows * columns * width else {
            throw ComputeError.shapeMismatch("\(rows) × \(columns) patches in squares of \(side)")
        }
        let tokensInRow = columns / side
        var tokens = [Float](repeating: 0, count: rows / side * tokensInRow * width)
        for row in 0..<rows {
            for column in 0..<columns {
                let token = (row / side * tokensInRow + column / side) * width
                let patch = (row * columns + column) * width
                for index in 0..<width { tokens[token + index] += states[patch + index] }
            }
        }
        let scale = Float(width).squareRoot() / Float(side * side)
        for index in tokens.indices { tokens[index] *= scale }
        if let (bias, factor) = standardization {
            for index in tokens.indices {
                tokens[index] = (tokens[index] - bias[index % width]) * factor[index % width]
            }
        }
        return tokens
    }
}
