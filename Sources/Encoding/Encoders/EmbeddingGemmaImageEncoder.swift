import MediaTypes

/// Photos and frames of videos through EmbeddingGemma 2.
struct EmbeddingGemmaImageEncoder: ImageEncoder {
    let model: EmbeddingGemma
    let tower: GemmaVisionTower
    let preprocessing: GemmaPreprocessing
    let bridge: any Bridge

    var precision: Precision { model.precision }

    var minimumShortSide: Int { preprocessing.longestShortSide }

    func prepare(_ image: PixelBuffer) throws -> PreparedInput {
        let (rows, columns, patches) = try preprocessing(image)
        return PreparedInput(
            shape: [rows, columns, patches.count / (rows * columns)], values: patches)
    }

    func encode(_ inputs: [PreparedInput]) throws -> [Embedding] {
        try inputs.map { input in
            let tokens = try tower(
                input.values, rows: input.shape[0], columns: input.shape[1])
            let features = try model.features(
                of: model.inputs(for: tokens, between: model.aroundPictures))
            return try bridge.embedding(of: ModelOutput(features: features))
        }
    }
}
