import MediaDecoding
import MediaTypes

/// Reads media in this process.
public struct MediaFiles: MediaReading {
    public init() {}

    public func inspect(path: String) throws -> MediaInformation {
        try MediaInspector.inspect(path: path)
    }

    public func metadata(path: String, type: MediaType) -> MediaMetadata {
        MetadataReader.read(path: path, type: type)
    }

    public func picture(path: String, minimumShortSide: Int) throws -> PixelBuffer {
        try ImageDecoding.decode(path: path, minimumShortSide: minimumShortSide)
    }

    public func sound(path: String, sampleRate: Int) throws -> any SoundStream {
        try AudioReader(path: path, sampleRate: sampleRate)
    }

    public func keyframes(path: String, minimumShortSide: Int) throws -> any KeyframeStream {
        try KeyframeReader(path: path, minimumShortSide: minimumShortSide)
    }
}

extension AudioReader: SoundStream {}
extension KeyframeReader: KeyframeStream {}
