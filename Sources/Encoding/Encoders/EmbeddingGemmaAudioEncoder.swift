import MediaTypes

/// Sounds through EmbeddingGemma 2.
struct EmbeddingGemmaAudioEncoder: AudioEncoder {
    let model: EmbeddingGemma
    let tower: GemmaAudioTower
    let preprocessing: GemmaSpectrogram
    let bridge: any Bridge

    var precision: Precision { model.precision }

    var sampleRate: Int { preprocessing.sampleRate }

    func prepare(_ sound: AudioBuffer) throws -> PreparedInput {
        guard sound.sampleRate == sampleRate else {
            throw EncodingError.wrongSampleRate(expected: sampleRate, found: sound.sampleRate)
        }
        let (pieces, frames, values) = try preprocessing(sound.samples)
        return PreparedInput(shape: [pieces, frames, preprocessing.bandCount], values: values)
    }

    /// The unit vectors of a sound's pieces are averaged.
    func encode(_ inputs: [PreparedInput]) throws -> [Embedding] {
        try inputs.map { input in
            let pieces = input.shape[0]
            let length = input.values.count / pieces
            var units: [Float] = []
            for piece in 0..<pieces {
                let tokens = try tower(
                    Array(input.values[piece * length..<(piece + 1) * length]))
                let features = try model.features(
                    of: model.inputs(for: tokens, between: model.aroundSounds))
                units += try bridge.embedding(of: ModelOutput(features: features)).values
            }
            guard let embedding = Embedding(normalizing: Array(mean: units, rows: pieces)) else {
                throw EncodingError.degenerateEmbedding("the sound")
            }
            return embedding
        }
    }
}
