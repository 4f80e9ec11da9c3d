import CSndFile
import MediaTypes

/// Sound by libsndfile: WAV, FLAC, Ogg Vorbis and Opus, AIFF and kin.
final class SndFileSource: MonoSource {
    /// How the files begin that libsndfile is asked to read. It guesses at others, and its MPEG
    /// decoder writes to stderr.
    private static let signatures: [(container: String, kinds: [String])] = [
        ("RIFF", ["WAVE"]), ("RIFX", ["WAVE"]), ("RF64", ["WAVE"]),
        ("FORM", ["AIFF", "AIFC", "8SVX"]), ("riff\u{2E}\u{91}\u{CF}\u{11}", [""]),
        ("fLaC", [""]), ("OggS", [""]), ("caff", [""]), (".snd", [""]),
    ]

    /// What libsndfile reads from, as long as it is open.
    private let position: SndFilePosition
    private let handle: OpaquePointer
    private let sampleRate: Int
    private let channels: Int
    private var interleaved: [Float]
    /// Seconds, nil where the file does not say.
    let duration: Double?

    /// - Returns: nil for a file that libsndfile does not read; others may.
    init?(file: MediaFile) throws(MediaDecodingError) {
        let head = try file.read(at: 0, count: 12)
        let isKnown = Self.signatures.contains { container, kinds in
            head.matches(container) && kinds.contains { head.matches($0, at: 8) }
        }
        guard isKnown else { return nil }
        var information = SF_INFO()
        let position = SndFilePosition(file: file)
        var functions = SndFilePosition.functions
        let opened = withExtendedLifetime(position) {
            sf_open_virtual(
                &functions, Int32(SFM_READ), &information,
                Unmanaged.passUnretained(position).toOpaque())
        }
        guard let handle = opened else { return nil }
        let rate = Int(information.samplerate)
        guard plausibleSampleRates.contains(rate), information.channels > 0
        else {
            withExtendedLifetime(position) { _ = sf_close(handle) }
            return nil
        }
        self.position = position
        self.handle = handle
        sampleRate = rate
        channels = Int(information.channels)
        interleaved = [Float](repeating: 0, count: max(1, 65_536 / channels) * channels)
        let hasLength = information.frames > 0 && information.frames < Int64.max / 2
        duration = hasLength ? Double(information.frames) / Double(rate) : nil
    }

    deinit {
        sf_close(handle)
    }

    func next() throws(MediaDecodingError) -> AudioBuffer? {
        let frames = Int(sf_readf_float(handle, &interleaved, Int64(interleaved.count / channels)))
        guard frames > 0 else { return nil }
        guard channels > 1 else {
            return AudioBuffer(sampleRate: sampleRate, samples: Array(interleaved[..<frames]))
        }
        let scale = 1 / Float(channels)
        let mono = interleaved.withUnsafeBufferPointer { interleaved in
            [Float](unsafeUninitializedCapacity: frames) { mono, filled in
                for frame in 0..<frames {
                    var sum: Float = 0
                    for channel in frame * channels..<(frame + 1) * channels {
                        let sample = interleaved[channel]
                        sum += sample.isFinite ? sample : 0
                    }
                    mono[frame] = sum * scale
                }
                filled = frames
            }
        }
        return AudioBuffer(sampleRate: sampleRate, samples: mono)
    }
}
