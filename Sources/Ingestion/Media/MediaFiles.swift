import MediaDecoding
import MediaTypes

/// Reads media in this process, which a file that a decoder can't take may end: see
/// `DecodingWorkers`.
public struct MediaFiles: MediaReading {
    private let limits: DecodingLimits
    private let keyframeInterval: Double

    /// - Parameter options: of which the limits of memory and time are not kept here.
    public init(options: DecodingOptions = DecodingOptions()) {
        limits = options.limits
        keyframeInterval = options.keyframeInterval
    }

    public func inspect(path: String) throws -> MediaInformation {
        try MediaInspector.inspect(path: path, limits: limits)
    }

    public func metadata(path: String, type: MediaType) -> MediaMetadata {
        MetadataReader.read(path: path, type: type)
    }

    public func picture(path: String, minimumShortSide: Int) throws -> PixelBuffer {
        try ImageDecoding.decode(path: path, minimumShortSide: minimumShortSide, limits: limits)
    }

    public func sound(path: String, sampleRate: Int) throws -> any SoundStream {
        try AudioReader(path: path, sampleRate: sampleRate, limits: limits)
    }

    public func keyframes(path: String, minimumShortSide: Int) throws -> any KeyframeStream {
        try KeyframeReader(
            path: path, minimumShortSide: minimumShortSide, interval: keyframeInterval,
            limits: limits)
    }
}

extension AudioReader: SoundStream {}
extension KeyframeReader: KeyframeStream {}
