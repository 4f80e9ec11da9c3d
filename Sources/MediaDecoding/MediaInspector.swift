import CLibAV
import MediaTypes

/// Tells what a file holds by its content; its name plays no part.
public enum MediaInspector {
    /// Reads a file's headers and, where a container lacks them, its first packets.
    ///
    /// A video without pictures is `.audio`, and so is a recording with cover art. A picture that
    /// moves (GIF) is `.image`.
    public static func inspect(path: String, limits: DecodingLimits = .standard)
        throws(MediaDecodingError) -> MediaInformation
    {
        let file = try MediaFile(path: path)
        if let decoder = try ImageDecoding.decoder(for: file) {
            let size = try decoder.size(of: file, limits: limits)
            return MediaInformation(
                type: .image, width: size.width, height: size.height, hasPicture: true,
                hasSound: false)
        }
        // An Ogg file may hold a video as well, which libsndfile does not tell.
        if try !file.read(at: 0, count: 4).matches("OggS"),
            let sound = try SndFileSource(file: file)
        {
            return MediaInformation(
                type: .audio, duration: sound.duration, hasPicture: false, hasSound: true)
        }
        return try inspectContainer(file, limits: limits)
    }

    private static func inspectContainer(_ file: MediaFile, limits: DecodingLimits)
        throws(MediaDecodingError) -> MediaInformation
    {
        let input = try LibAVInput(file: file, formats: MediaFormats.demuxers, limits: limits)
        let hasSound = input.bestStream(of: AVMEDIA_TYPE_AUDIO) != nil
        guard let picture = input.bestStream(of: AVMEDIA_TYPE_VIDEO) else {
            guard hasSound else { throw .noPictureNoSound }
            return MediaInformation(
                type: .audio, duration: input.duration, hasPicture: false, hasSound: true)
        }
        let shown = FrameConverter.shownSize(
            width: Int(picture.parameters.width), height: Int(picture.parameters.height),
            pixelAspect: picture.pixelAspect(of: nil))
        let size = picture.orientation.upright(width: shown.width, height: shown.height)
        return MediaInformation(
            type: .video, width: size.width, height: size.height, duration: input.duration,
            hasPicture: true, hasSound: hasSound)
    }
}
