import CSndFile
import MediaTypes

/// Sound by libsndfile: WAV, FLAC, Ogg Vorbis and Opus, AIFF, MP3 and kin.
final class SndFileSource: MonoSource {
    private static let formats: Set<Int32> = [
        SF_FORMAT_WAV, SF_FORMAT_WAVEX, SF_FORMAT_AIFF, SF_FORMAT_AU, SF_FORMAT_W64, SF_FORMAT_FLAC,
        SF_FORMAT_CAF, SF_FORMAT_OGG, SF_FORMAT_RF64, SF_FORMAT_MPEG, SF_FORMAT_SVX, SF_FORMAT_VOC,
    ].reduce(into: []) { $0.insert(Int32($1)) }

    /// What libsndfile reads from, as long as it is open.
    private let position: SndFilePosition
    private let handle: OpaquePointer
    private let sampleRate: Int
    private let channels: Int
    private var interleaved: [Float]
    /// Seconds, nil where the file does not say.
    let duration: Double?

    /// - Returns: nil for a file that libsndfile does not know; others may.
    init?(file: MediaFile) {
        var information = SF_INFO()
        let position = SndFilePosition(file: file)
        var functions = SndFilePosition.functions
        guard
            let handle = sf_open_virtual(
                &functions, Int32(SFM_READ), &information,
                Unmanaged.passUnretained(position).toOpaque())
        else { return nil }
        let rate = Int(information.samplerate)
        guard Self.formats.contains(information.format & Int32(SF_FORMAT_TYPEMASK)),
            plausibleSampleRates.contains(rate), information.channels > 0
        else {
            sf_close(handle)
            return nil
        }
        self.position = position
        self.handle = handle
        sampleRate = rate
        channels = Int(information.channels)
        interleaved = [Float](repeating: 0, count: max(1, 65_536 / channels) * channels)
        let isKnown = information.frames > 0 && information.frames < Int64.max / 2
        duration = isKnown ? Double(information.frames) / Double(rate) : nil
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
