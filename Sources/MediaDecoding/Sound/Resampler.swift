import CLibAV

/// Changes the sample rate of mono sound by libswresample's windowed sinc (32 taps, cutoff 0.97).
final class Resampler {
    let sourceRate: Int
    private var context: OpaquePointer?

    /// - Parameters: rates within `plausibleSampleRates`.
    init(from sourceRate: Int, to targetRate: Int) throws(MediaDecodingError) {
        self.sourceRate = sourceRate
        var (source, target) = (AVChannelLayout(), AVChannelLayout())
        av_channel_layout_default(&source, 1)
        av_channel_layout_default(&target, 1)
        try LibAVError.check(
            swr_alloc_set_opts2(
                &context, &target, AV_SAMPLE_FMT_FLT, Int32(targetRate), &source, AV_SAMPLE_FMT_FLT,
                Int32(sourceRate), 0, nil))
        try LibAVError.check(swr_init(context))
    }

    deinit {
        swr_free(&context)
    }

    /// What is ready after handing `samples` in.
    func resample(_ samples: [Float]) throws(MediaDecodingError) -> [Float] {
        let capacity = try capacity(after: samples.count)
        return try output(capacity: capacity) { buffer in
            trove_av_resample(context, buffer, Int32(capacity), samples, Int32(samples.count))
        }
    }

    /// What is left inside, once nothing more comes.
    func finish() throws(MediaDecodingError) -> [Float] {
        let capacity = try capacity(after: 0)
        return try output(capacity: capacity) { buffer in
            trove_av_resample(context, buffer, Int32(capacity), nil, 0)
        }
    }

    private func capacity(after count: Int) throws(MediaDecodingError) -> Int {
        let capacity = swr_get_out_samples(context, Int32(count))
        try LibAVError.check(capacity)
        return Int(capacity)
    }

    private func output(
        capacity: Int, convert: (UnsafeMutablePointer<Float>?) -> Int32
    ) throws(MediaDecodingError) -> [Float] {
        var code: Int32 = 0
        let output = [Float](unsafeUninitializedCapacity: capacity) { buffer, filled in
            code = convert(buffer.baseAddress)
            filled = min(max(0, Int(code)), capacity)
        }
        try LibAVError.check(code)
        return output
    }
}
