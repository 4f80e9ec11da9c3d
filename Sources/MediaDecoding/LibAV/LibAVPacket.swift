import CLibAV

/// A piece of compressed data, freed when the value goes away.
final class LibAVPacket {
    let pointer: UnsafeMutablePointer<AVPacket>

    init() throws(MediaDecodingError) {
        guard let packet = av_packet_alloc() else { throw .tooLarge("out of memory") }
        pointer = packet
    }

    deinit {
        var packet: UnsafeMutablePointer<AVPacket>? = pointer
        av_packet_free(&packet)
    }

    var isKey: Bool { pointer.pointee.flags & trove_av_packet_is_key != 0 }
    var byteCount: Int { Int(pointer.pointee.size) }
}
