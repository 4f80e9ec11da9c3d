import CLibAV

/// Decodes one stream's packets to frames, on the calling thread alone.
final class LibAVDecoder {
    let stream: LibAVStream
    private let context: UnsafeMutablePointer<AVCodecContext>
    private let frame: UnsafeMutablePointer<AVFrame>
    /// What the last refused packet was refused for.
    private(set) var lastError: MediaDecodingError?

    init(stream: LibAVStream, limits: DecodingLimits) throws(MediaDecodingError) {
        guard let codec = avcodec_find_decoder(stream.parameters.codec_id) else {
            throw .unsupportedFormat(
                "no decoder for " + String(cString: avcodec_get_name(stream.parameters.codec_id)))
        }
        var newContext = avcodec_alloc_context3(codec)
        var newFrame = av_frame_alloc()
        do throws(MediaDecodingError) {
            guard let context = newContext, let frame = newFrame else {
                throw .tooLarge("out of memory")
            }
            try LibAVError.check(
                avcodec_parameters_to_context(context, stream.pointer.pointee.codecpar))
            context.pointee.thread_count = 1
            context.pointee.max_pixels = Int64(limits.maxPixels)
            context.pointee.pkt_timebase = stream.pointer.pointee.time_base
            try LibAVError.check(avcodec_open2(context, codec, nil))
            (self.stream, self.context, self.frame) = (stream, context, frame)
        } catch {
            avcodec_free_context(&newContext)
            av_frame_free(&newFrame)
            throw error
        }
    }

    deinit {
        var context: UnsafeMutablePointer<AVCodecContext>? = context
        var frame: UnsafeMutablePointer<AVFrame>? = frame
        avcodec_free_context(&context)
        av_frame_free(&frame)
    }

    /// Frames that nothing else depends on are left out while this is set.
    var skipsNonReferenceFrames: Bool {
        get { context.pointee.skip_frame == AVDISCARD_NONREF }
        set { context.pointee.skip_frame = newValue ? AVDISCARD_NONREF : AVDISCARD_DEFAULT }
    }

    /// Hands a packet in, nil at the end of the stream. A damaged packet is left out.
    func send(_ packet: LibAVPacket?) {
        trove_av_start_messages()
        let code = avcodec_send_packet(context, packet?.pointer)
        if code < 0 && code != trove_av_error_end && code != trove_av_error_again {
            lastError = LibAVError.error(code)
        }
    }

    /// The next frame that is ready, valid until the next call; nil when a packet is wanted or, after
    /// the end was sent, when there are no more.
    func receive() -> UnsafeMutablePointer<AVFrame>? {
        let code = avcodec_receive_frame(context, frame)
        if code < 0 && code != trove_av_error_end && code != trove_av_error_again {
            lastError = LibAVError.error(code)
        }
        return code >= 0 ? frame : nil
    }

    /// Forgets everything handed in, so that decoding can begin anew at a key packet.
    func flush() {
        avcodec_flush_buffers(context)
    }
}
