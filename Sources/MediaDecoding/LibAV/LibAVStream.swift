import CLibAV

/// One stream of a container, which it keeps open.
struct LibAVStream {
    let input: LibAVInput
    let pointer: UnsafeMutablePointer<AVStream>

    var index: Int { Int(pointer.pointee.index) }
    var parameters: AVCodecParameters { pointer.pointee.codecpar.pointee }

    var isAttachedPicture: Bool {
        pointer.pointee.disposition & trove_av_attached_picture != 0
    }

    /// Seconds since the file's beginning, nil for a missing or absurd timestamp.
    func time(_ timestamp: Int64) -> Double? {
        guard timestamp != trove_av_no_timestamp else { return nil }
        let seconds = Double(timestamp) * secondsPerTick - input.startTime
        return seconds.isFinite && abs(seconds) < 1e9 ? seconds : nil
    }

    /// Seconds of a duration in the stream's ticks.
    func seconds(_ ticks: Int64) -> Double {
        let seconds = Double(ticks) * secondsPerTick
        return seconds.isFinite ? min(max(0, seconds), 1e9) : 0
    }

    /// The stream's ticks in so many seconds.
    func ticks(_ seconds: Double) -> Int64 {
        Int64(exactly: (seconds / secondsPerTick).rounded()) ?? 0
    }

    /// Seconds between frames, where the container or codec says so.
    var frameInterval: Double? {
        let rate = av_q2d(pointer.pointee.avg_frame_rate)
        return rate.isFinite && rate > 0.001 && rate < 10_000 ? 1 / rate : nil
    }

    var orientation: Orientation {
        var degrees = 0.0
        var mirrored: Int32 = 0
        trove_av_display_turn(pointer, &degrees, &mirrored)
        return Orientation(clockwise: degrees, mirrored: mirrored != 0)
    }

    /// How much wider than high a stored pixel is shown, 1 where nothing sensible is said.
    func pixelAspect(of frame: UnsafeMutablePointer<AVFrame>?) -> Double {
        let ratio = av_q2d(av_guess_sample_aspect_ratio(nil, pointer, frame))
        return ratio.isFinite && ratio >= 0.125 && ratio <= 8 ? ratio : 1
    }

    private var secondsPerTick: Double { av_q2d(pointer.pointee.time_base) }
}
