import MediaTypes

/// Sounds through CLAP's sound tower and a bridge.
public struct CLAPAudioEncoder: AudioEncoder {
    private let model: CLAPAudioModel
    private let preprocessing: CLAPPreprocessing
    private let bridge: any Bridge

    init(model: CLAPAudioModel, preprocessing: CLAPPreprocessing, bridge: any Bridge) {
        self.model = model
        self.preprocessing = preprocessing
        self.bridge = bridge
    }

    public var precision: Precision { model.precision }

    public var sampleRate: Int { preprocessing.sampleRate }

    public func prepare(_ sound: AudioBuffer) throws -> PreparedInput {
        guard sound.sampleRate == sampleRate else {
            throw EncodingError.wrongSampleRate(expected: sampleRate, found: sound.sampleRate)
        }
        let (pieces, values) = try preprocessing(sound.samples)
        return PreparedInput(
            shape: [pieces, preprocessing.frameCount, preprocessing.bandCount], values: values)
    }

    /// The unit vectors of a sound's pieces are averaged.
    public func encode(_ inputs: [PreparedInput]) throws -> [Embedding] {
        try inputs.map { input in
            let pieces = input.shape[0]
            let length = input.values.count / pieces
            var units: [Float] = []
            for piece in 0..<pieces {
                let features = try model.features(
                    of: Array(input.values[piece * length..<(piece + 1) * length]))
                guard let unit = Embedding(normalizing: features) else {
                    throw EncodingError.degenerateEmbedding("CLAP's sound tower")
                }
                units += unit.values
            }
            return try bridge.embedding(
                of: ModelOutput(features: Array(mean: units, rows: pieces)))
        }
    }
}
