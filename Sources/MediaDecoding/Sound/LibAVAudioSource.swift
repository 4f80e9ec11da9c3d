import CLibAV
import MediaTypes

/// Sound by libav: AAC, soundtracks of videos, and whatever libsndfile does not read.
///
/// A soundtrack that begins later than its file gets silence before it, so that sound and picture
/// count their seconds alike.
final class LibAVAudioSource: MonoSource {
    private static let longestLeadingSilence = 3_600.0
    private static let silenceBlock = 65_536

    private let stream: LibAVStream
    private let decoder: LibAVDecoder
    private var isDrained = false
    private var silence: Int?
    private var pending: AudioBuffer?

    /// - Throws: `.noSound` for a readable file without sound.
    init(file: MediaFile, limits: DecodingLimits) throws(MediaDecodingError) {
        let input = try LibAVInput(file: file, formats: MediaFormats.demuxers, limits: limits)
        guard let stream = input.bestStream(of: AVMEDIA_TYPE_AUDIO) else { throw .noSound }
        input.readOnly(stream)
        self.stream = stream
        decoder = try LibAVDecoder(stream: stream, limits: limits)
    }

    /// Why nothing could be decoded, if damage was the reason.
    var lastError: MediaDecodingError? { decoder.lastError }

    func next() throws(MediaDecodingError) -> AudioBuffer? {
        if pending == nil { pending = try decode() }
        guard let buffer = pending else { return nil }
        if let left = silence, left > 0 {
            let count = min(left, Self.silenceBlock)
            silence = left - count
            return AudioBuffer(
                sampleRate: buffer.sampleRate, samples: [Float](repeating: 0, count: count))
        }
        pending = nil
        return buffer
    }

    private func decode() throws(MediaDecodingError) -> AudioBuffer? {
        while true {
            while let frame = decoder.receive() {
                guard let buffer = mono(frame) else { continue }
                if silence == nil { silence = leadingSilence(before: frame, at: buffer.sampleRate) }
                return buffer
            }
            guard !isDrained else { return nil }
            let packet = try stream.input.readPacket(of: stream)
            isDrained = packet == nil
            decoder.send(packet)
        }
    }

    private func leadingSilence(before frame: UnsafeMutablePointer<AVFrame>, at rate: Int) -> Int {
        guard let time = stream.time(frame.pointee.best_effort_timestamp), time > 0.02,
            time <= min(stream.input.duration ?? 0, Self.longestLeadingSilence)
        else { return 0 }
        return Int(time * Double(rate))
    }

    /// The mean over a frame's channels, nil for an empty or absurd frame.
    private func mono(_ frame: UnsafeMutablePointer<AVFrame>) -> AudioBuffer? {
        let rate = Int(frame.pointee.sample_rate)
        let count = Int(frame.pointee.nb_samples)
        let channels = Int(frame.pointee.ch_layout.nb_channels)
        guard plausibleSampleRates.contains(rate), count > 0, channels > 0,
            let planes = frame.pointee.extended_data
        else { return nil }
        let format = AVSampleFormat(frame.pointee.format)
        let samples = Samples(
            planes: planes, count: count, channels: channels,
            isPlanar: av_sample_fmt_is_planar(format) != 0)
        let mono: [Float]? =
            switch av_get_packed_sample_fmt(format) {
            case AV_SAMPLE_FMT_U8: samples.mean { (sample: UInt8) in (Float(sample) - 128) / 128 }
            case AV_SAMPLE_FMT_S16: samples.mean { (sample: Int16) in Float(sample) / 0x1p15 }
            case AV_SAMPLE_FMT_S32: samples.mean { (sample: Int32) in Float(sample) / 0x1p31 }
            case AV_SAMPLE_FMT_S64: samples.mean { (sample: Int64) in Float(sample) / 0x1p63 }
            case AV_SAMPLE_FMT_FLT: samples.mean { (sample: Float) in sample }
            case AV_SAMPLE_FMT_DBL: samples.mean { (sample: Double) in Float(sample) }
            default: nil
            }
        return mono.map { AudioBuffer(sampleRate: rate, samples: $0) }
    }

    /// A frame's samples, one plane a channel or all interleaved in one.
    private struct Samples {
        let planes: UnsafeMutablePointer<UnsafeMutablePointer<UInt8>?>
        let count: Int
        let channels: Int
        let isPlanar: Bool

        func mean<Sample: BitwiseCopyable>(_ value: (Sample) -> Float) -> [Float] {
            var sums = [Float](repeating: 0, count: count)
            for channel in 0..<channels {
                guard let plane = planes[isPlanar ? channel : 0] else { continue }
                let stride = isPlanar ? 1 : channels
                let first = isPlanar ? 0 : channel
                plane.withMemoryRebound(to: Sample.self, capacity: count * stride) { plane in
                    for index in 0..<count {
                        let sample = value(plane[first + index * stride])
                        sums[index] += sample.isFinite ? sample : 0
                    }
                }
            }
            guard channels > 1 else { return sums }
            let scale = 1 / Float(channels)
            return sums.map { $0 * scale }
        }
    }
}
