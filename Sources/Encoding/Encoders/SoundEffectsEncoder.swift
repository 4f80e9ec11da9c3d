import MediaTypes

/// Sounds through aiSFX and a bridge.
public struct SoundEffectsEncoder: AudioEncoder {
    private let model: SoundEffectsNetwork
    private let spectrogram: MelSpectrogram
    private let bridge: any Bridge

    public init(model: SoundEffectsNetwork, bridge: any Bridge) throws {
        spectrogram = try MelSpectrogram()
        self.model = model
        self.bridge = bridge
    }

    public var precision: Precision { model.precision }

    public var sampleRate: Int { MelSpectrogram.sampleRate }

    public func prepare(_ sound: AudioBuffer) throws -> PreparedInput {
        guard sound.sampleRate == sampleRate else {
            throw EncodingError.wrongSampleRate(expected: sampleRate, found: sound.sampleRate)
        }
        let (frames, values) = try spectrogram(sound.samples)
        return PreparedInput(shape: [frames, MelSpectrogram.bandCount], values: values)
    }

    /// The features of a sound's blocks are averaged.
    public func encode(_ inputs: [PreparedInput]) throws -> [Embedding] {
        try inputs.map { input in
            let blocks = Self.blocks(of: input)
            var mean = [Float](repeating: 0, count: model.featureCount)
            for block in blocks {
                for (index, value) in try model.features(of: block).enumerated() {
                    mean[index] += value / Float(blocks.count)
                }
            }
            let output = ModelOutput(features: mean, logits: try model.logits(of: mean))
            return try bridge.embedding(of: output)
        }
    }

    /// Overlapping blocks over all frames.
    ///
    /// A sound shorter than a block is padded with silence, whose log-mel values are zero. A rest
    /// of half a hop or more gets a block of its own that ends with the last frame; a shorter
    /// rest is not worth a run of the network.
    static func blocks(of input: PreparedInput) -> [[Float]] {
        let bands = MelSpectrogram.bandCount
        let frames = input.shape[0]
        let length = SoundEffectsNetwork.blockFrames
        let hop = SoundEffectsNetwork.blockHop
        guard frames > length else {
            let padding = [Float](repeating: 0, count: (length - frames) * bands)
            return [input.values + padding]
        }
        var starts = Array(stride(from: 0, through: frames - length, by: hop))
        if (frames - length) % hop >= hop / 2 { starts.append(frames - length) }
        return starts.map { Array(input.values[$0 * bands..<($0 + length) * bands]) }
    }
}
