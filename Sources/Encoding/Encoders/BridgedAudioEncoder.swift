import MediaTypes

/// Another space's sound encoder, whose embeddings a bridge brings into this one.
struct BridgedAudioEncoder: AudioEncoder {
    let encoder: any AudioEncoder
    let bridge: any Bridge

    var precision: Precision { encoder.precision }

    var sampleRate: Int { encoder.sampleRate }

    func prepare(_ sound: AudioBuffer) throws -> PreparedInput { try encoder.prepare(sound) }

    func encode(_ inputs: [PreparedInput]) throws -> [Embedding] {
        try encoder.encode(inputs).map {
            try bridge.embedding(of: ModelOutput(features: $0.values))
        }
    }
}
