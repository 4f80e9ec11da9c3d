/// A packet of compressed pictures with its times, in seconds from the file's beginning.
struct VideoPacket {
    let packet: LibAVPacket
    let start: Double
    let end: Double
    var isKey: Bool { packet.isKey }
}
