import CLibAV

/// Reads a video stream's packets and gives every one a time, also where the file has none.
final class VideoPacketReader {
    let stream: LibAVStream
    /// The latest end seen, in seconds.
    private(set) var end = 0.0
    private let frameInterval: Double
    private var count = 0

    init(stream: LibAVStream) {
        self.stream = stream
        frameInterval = stream.frameInterval ?? 0.04
    }

    /// The next packet, nil at the end of the file.
    func next() throws(MediaDecodingError) -> VideoPacket? {
        guard let packet = try stream.input.readPacket(of: stream) else { return nil }
        let data = packet.pointer
        // Raw streams have no times, old containers only decoding times.
        if data.pointee.pts == trove_av_no_timestamp { data.pointee.pts = data.pointee.dts }
        let start = stream.time(data.pointee.pts) ?? Double(count) * frameInterval
        let duration = stream.seconds(data.pointee.duration)
        count += 1
        let packetEnd = start + (duration > 0 ? duration : frameInterval)
        end = max(end, packetEnd)
        return VideoPacket(packet: packet, start: start, end: packetEnd)
    }
}
