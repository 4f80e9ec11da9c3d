import CLibAV
import MediaTypes

/// Decodes as few frames of a video as show what is in it.
///
/// Where key packets follow each other within one and a half intervals, they alone are decoded, each
/// by itself, and of denser ones four an interval. Where they are farther apart, the frames between
/// are decoded too, without those that no other frame needs, and one an interval is taken.
final class FrameSampler {
    private static let lookaheadBytes = 64_000_000

    let packets: VideoPacketReader
    private let decoder: LibAVDecoder
    private let converter: FrameConverter
    private let orientation: Orientation
    private let minimumShortSide: Int?
    private let interval: Double

    /// Read, but not yet decoded; only the last may be a key packet.
    private var lookahead: [VideoPacket] = []
    private var hasEnded = false
    private var isDrained = false
    /// The key packet from which decoding must begin to reach the frames after it; nil once it has.
    private var resumption: VideoPacket?
    private var lastTime = -Double.infinity
    private var lastKeyTime = -Double.infinity
    /// The start of the packet sent last, for frames without a time of their own.
    private var sentTime = 0.0

    init(
        stream: LibAVStream, minimumShortSide: Int?, interval: Double, limits: DecodingLimits
    ) throws(MediaDecodingError) {
        packets = VideoPacketReader(stream: stream)
        decoder = try LibAVDecoder(stream: stream, limits: limits)
        converter = FrameConverter(limits: limits)
        orientation = stream.orientation
        self.minimumShortSide = minimumShortSide
        self.interval = interval
    }

    /// Why nothing could be decoded, if damage was the reason.
    var lastError: MediaDecodingError? { decoder.lastError }

    /// The next frame, later than the one before; nil at the end.
    func next() throws(MediaDecodingError) -> SampledFrame? {
        while true {
            try lookAhead()
            if let key = lookahead.last, key.isKey {
                lookahead = []
                resumption = key
                if key.start >= lastKeyTime + interval / 4, let frame = try decodeAlone(key) {
                    return frame
                }
            } else if hasEnded && (lookahead.last?.end ?? lastTime) <= horizon {
                return try drain()
            } else if let frame = try decodeOn() {
                return frame
            }
        }
    }

    private var horizon: Double { lastTime + interval * 1.5 }

    /// Reads on to the next key packet, or until the frames up to the horizon are known to have none.
    private func lookAhead() throws(MediaDecodingError) {
        var bytes = lookahead.reduce(0) { $0 + $1.packet.byteCount }
        while !hasEnded, bytes < Self.lookaheadBytes {
            if let last = lookahead.last, last.isKey || last.end > horizon { return }
            guard let packet = try packets.next() else {
                hasEnded = true
                return
            }
            bytes += packet.packet.byteCount
            if let last = lookahead.indices.last, packet.start - lookahead[last].end > interval / 2
            {
                lookahead[last].extend(to: packet.start, of: packets.stream)
            }
            lookahead.append(packet)
        }
    }

    /// The frame of a key packet, without any other packet.
    private func decodeAlone(_ key: VideoPacket) throws(MediaDecodingError) -> SampledFrame? {
        lastKeyTime = key.start
        decoder.flush()
        decoder.skipsNonReferenceFrames = false
        send(key)
        decoder.send(nil)
        while let frame = decoder.receive() {
            if time(of: frame) > lastTime { return try sample(frame) }
        }
        return nil
    }

    /// Decodes the next packet after those decoded so far; its frame, if it is the interval's.
    private func decodeOn() throws(MediaDecodingError) -> SampledFrame? {
        if let key = resumption {
            resumption = nil
            decoder.flush()
            decoder.skipsNonReferenceFrames = true
            send(key)
        } else {
            send(lookahead.removeFirst())
        }
        var sampled: SampledFrame?
        while let frame = decoder.receive() {
            if sampled == nil && isDue(frame) { sampled = try sample(frame) }
        }
        return sampled
    }

    /// The next frame of the interval among those that the decoder still holds at the end.
    private func drain() throws(MediaDecodingError) -> SampledFrame? {
        guard resumption == nil else { return nil }
        if !isDrained {
            decoder.send(nil)
            isDrained = true
        }
        while let frame = decoder.receive() {
            if isDue(frame) { return try sample(frame) }
        }
        return nil
    }

    private func send(_ packet: VideoPacket) {
        sentTime = packet.start
        decoder.send(packet.packet)
    }

    private func time(of frame: UnsafeMutablePointer<AVFrame>) -> Double {
        packets.stream.time(frame.pointee.best_effort_timestamp) ?? sentTime
    }

    /// Whether a frame is on the screen when an interval has passed since the last.
    private func isDue(_ frame: UnsafeMutablePointer<AVFrame>) -> Bool {
        let start = time(of: frame)
        let duration = packets.stream.seconds(trove_av_frame_duration(frame))
        return start > lastTime && start + max(duration, 0.001) > lastTime + interval
    }

    private func sample(_ frame: UnsafeMutablePointer<AVFrame>) throws(MediaDecodingError)
        -> SampledFrame
    {
        lastTime = time(of: frame)
        let image = try converter.pixels(
            of: frame, pixelAspect: packets.stream.pixelAspect(of: frame),
            minimumShortSide: minimumShortSide, isVideo: true)
        return SampledFrame(time: lastTime, image: image.upright(from: orientation))
    }
}
