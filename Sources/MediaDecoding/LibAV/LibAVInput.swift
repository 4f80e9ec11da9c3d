import CLibAV

/// A media container open for reading packet by packet.
///
/// The container format is decided by content; only the named demuxers are used, and nothing but the
/// given file is ever read.
final class LibAVInput {
    let file: MediaFile
    private var context: UnsafeMutablePointer<AVFormatContext>?

    /// - Parameter findingStreams: reads stream parameters that the header lacks; tags need none.
    /// - Throws: `.unsupportedFormat` for content that no demuxer in `formats` reads, `.corrupt` and
    ///   its siblings with libav's words.
    init(
        file: MediaFile, formats: [String], limits: DecodingLimits, findingStreams: Bool = true
    ) throws(MediaDecodingError) {
        self.file = file
        trove_av_start_messages()
        var name = [CChar](repeating: 0, count: 64)
        let code = trove_av_open(
            file.descriptor, formats.joined(separator: ","), &context, &name, name.count)
        let recognized = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        if code == trove_av_error_not_whitelisted || (code < 0 && recognized.isEmpty) {
            throw .unsupportedFormat(UnknownContent.describe(try file.read(at: 0, count: 256)))
        }
        try LibAVError.check(code)
        guard findingStreams else { return }
        try LibAVError.check(trove_av_find_streams(context, Int64(limits.maxPixels)))
    }

    deinit {
        trove_av_close(&context)
    }

    /// Seconds, nil where the container does not say.
    var duration: Double? {
        guard let duration = context?.pointee.duration, duration != trove_av_no_timestamp,
            duration > 0
        else { return nil }
        return Double(duration) / Double(trove_av_time_base)
    }

    /// The presentation time in seconds at which the file begins; all its times count from there.
    var startTime: Double {
        guard let start = context?.pointee.start_time, start != trove_av_no_timestamp else {
            return 0
        }
        return Double(start) / Double(trove_av_time_base)
    }

    /// The stream a player would play, nil when there is none that can be decoded. Cover art is
    /// no stream of pictures.
    func bestStream(of type: AVMediaType) -> LibAVStream? {
        let index = av_find_best_stream(context, type, -1, -1, nil, 0)
        guard index >= 0, let stream = stream(at: Int(index)),
            avcodec_find_decoder(stream.parameters.codec_id) != nil,
            !stream.isAttachedPicture
        else { return nil }
        switch type {
        case AVMEDIA_TYPE_VIDEO:
            return stream.parameters.width > 0 && stream.parameters.height > 0 ? stream : nil
        default: return stream
        }
    }

    /// Spares the work of reading other streams' packets.
    func readOnly(_ wanted: LibAVStream) {
        for index in 0..<Int(context?.pointee.nb_streams ?? 0) where index != wanted.index {
            context?.pointee.streams[index]?.pointee.discard = AVDISCARD_ALL
        }
    }

    /// The next packet of `stream`, nil at the end. Damage in the middle counts as the end, since
    /// what came before it is good.
    func readPacket(of stream: LibAVStream) throws(MediaDecodingError) -> LibAVPacket? {
        let packet = try LibAVPacket()
        while av_read_frame(context, packet.pointer) >= 0 {
            if Int(packet.pointer.pointee.stream_index) == stream.index { return packet }
            av_packet_unref(packet.pointer)
        }
        return nil
    }

    /// The tags of the container, and those of its streams that it has not itself (Ogg), by name in
    /// lower case.
    var tags: [String: String] {
        var tags: [String: String] = [:]
        func add(_ dictionary: OpaquePointer?) {
            var entry = av_dict_get(dictionary, "", nil, AV_DICT_IGNORE_SUFFIX)
            while let tag = entry, tags.count < MetadataText.maxCount {
                let name = String(cString: tag.pointee.key).lowercased()
                if tags[name] == nil {
                    tags[name] = MetadataText.tidy(String(cString: tag.pointee.value))
                }
                entry = av_dict_get(dictionary, "", tag, AV_DICT_IGNORE_SUFFIX)
            }
        }
        add(context?.pointee.metadata)
        for index in 0..<Int(context?.pointee.nb_streams ?? 0) {
            add(stream(at: index)?.pointer.pointee.metadata)
        }
        return tags
    }

    private func stream(at index: Int) -> LibAVStream? {
        guard let context, index < Int(context.pointee.nb_streams),
            let stream = context.pointee.streams[index]
        else { return nil }
        return LibAVStream(input: self, pointer: stream)
    }
}
