import MediaDecoding
import MediaTypes

/// Where the pipeline gets pictures and sound from.
public protocol MediaReading: Sendable {
    /// What a file's content says it holds.
    func inspect(path: String) throws -> MediaInformation
    /// What a file, and what lies beside it, say of it.
    func metadata(path: String, type: MediaType) throws -> MediaMetadata
    /// A photo, its shorter side no less than asked for unless the file has no more.
    func picture(path: String, minimumShortSide: Int) throws -> PixelBuffer
    /// The sound of a recording or video from its beginning, as mono.
    func sound(path: String, sampleRate: Int) throws -> any SoundStream
    /// The keyframes of a video from its beginning.
    func keyframes(path: String, minimumShortSide: Int) throws -> any KeyframeStream
    /// Lets the next file begin with nothing that earlier ones may have left behind.
    func startAfresh()
    /// Of the processor, taken by reading in processes other than this one so far.
    var processorTime: Duration { get }
}

extension MediaReading {
    public func startAfresh() {}
    public var processorTime: Duration { .zero }
}

/// Sound that is read piece by piece, from one thread.
public protocol SoundStream {
    /// The next samples, `count` at most; none at the end.
    func read(upTo count: Int) throws -> [Float]
}

/// Keyframes that are read one by one, from one thread.
public protocol KeyframeStream {
    /// Nil at the end.
    func next() throws -> Keyframe?
}
