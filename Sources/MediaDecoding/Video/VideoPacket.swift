/// A packet of compressed pictures with its times, in seconds from the file's beginning.
struct VideoPacket {
    let packet: LibAVPacket
    let start: Double
    private(set) var end: Double

    init(packet: LibAVPacket, start: Double, end: Double) {
        self.packet = packet
        self.start = start
        self.end = end
    }

    var isKey: Bool { packet.isKey }

    /// Has the picture shown until the next one comes, where the container gives no durations; the
    /// decoder hands this on to the frame.
    mutating func extend(to time: Double, of stream: LibAVStream) {
        end = time
        packet.pointer.pointee.duration = stream.ticks(time - start)
    }
}
