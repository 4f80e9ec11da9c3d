import MediaDecoding
import MediaTypes

/// What a worker is asked for, one thing at a time; every request gets one reply.
enum DecodingRequest: Codable {
    /// The first one: the limits to work under.
    case begin(DecodingOptions)
    case inspect(path: String)
    case metadata(path: String, type: MediaType)
    case picture(path: String, minimumShortSide: Int)
    /// Opens a stream, in place of the one before.
    case sound(path: String, sampleRate: Int)
    case samples(count: Int)
    /// Opens a stream, in place of the one before.
    case keyframes(path: String, minimumShortSide: Int)
    case keyframe
}

enum DecodingReply: Codable {
    /// The limits hold.
    case ready
    /// The limits can't be set; an `errno`.
    case unbound(code: Int32)
    case information(MediaInformation)
    case metadata(MediaMetadata)
    /// The body has the pixels.
    case picture(width: Int, height: Int)
    case opened
    /// The body has 32-bit floats; none at the end.
    case samples
    /// The body has the pixels.
    case keyframe(TimeRange, width: Int, height: Int)
    case end
    case failed(MediaDecodingError)
    /// With another error's words.
    case refused(String)
}
