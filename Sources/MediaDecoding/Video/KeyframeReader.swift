import CLibAV
import MediaTypes

/// Reads a video's keyframes one by one: enough to show what is in it, no two nearly alike.
///
///     let reader = try KeyframeReader(path: "/videos/holiday.mp4", minimumShortSide: 224)
///     while let keyframe = try reader.next() {
///         print(keyframe.range.start, keyframe.image.width)
///     }
///
/// About every `interval` seconds a frame is looked at, and more often where the video has key
/// packets more often. A frame becomes a keyframe when it differs from the keyframe before it: at
/// all, when that began an interval ago, and as a new scene does, when it is nearer. Their ranges
/// follow each other without gaps, so that a still scene of an hour is one keyframe of an hour.
/// A scene's beginning is exact where the encoder began it with a key packet, a quarter of an interval
/// late at most where key packets are dense, and an interval late at most elsewhere.
///
/// Frames are upright, with square pixels. Memory does not depend on the video's length. Use a
/// reader from one thread at a time.
public final class KeyframeReader {
    private let sampler: FrameSampler
    private let interval: Double
    private var current: SampledFrame?
    private var thumbnail: ColourThumbnail

    /// Opens a video and decodes its first frame, so that a video without pictures is known at once.
    /// - Parameters:
    ///   - minimumShortSide: the shorter side of the pictures in pixels, unless the video's is
    ///     smaller; nil is full size.
    ///   - interval: in seconds. The dearest part of decoding is what lies between key packets
    ///     that are more than one and a half intervals apart.
    /// - Precondition: `interval` is positive.
    /// - Throws: `.noPicture` for a readable file without video, and what stands in the way of
    ///   reading others.
    public init(
        path: String, minimumShortSide: Int? = nil, interval: Double = 2,
        limits: DecodingLimits = .standard
    ) throws(MediaDecodingError) {
        precondition(interval > 0 && interval.isFinite, "an interval is positive")
        self.interval = interval
        let input = try LibAVInput(
            file: MediaFile(path: path), formats: MediaFormats.demuxers, limits: limits)
        guard let stream = input.bestStream(of: AVMEDIA_TYPE_VIDEO) else { throw .noPicture }
        input.readOnly(stream)
        try limits.check(
            width: Int(stream.parameters.width), height: Int(stream.parameters.height))
        sampler = try FrameSampler(
            stream: stream, minimumShortSide: minimumShortSide, interval: interval, limits: limits)
        guard let first = try sampler.next() else { throw sampler.lastError ?? .noPicture }
        current = first
        thumbnail = ColourThumbnail(first.image)
    }

    /// The next keyframe, nil after the last.
    public func next() throws(MediaDecodingError) -> Keyframe? {
        guard let keyframe = current else { return nil }
        while let frame = try sampler.next() {
            let candidate = ColourThumbnail(frame.image)
            let differs =
                frame.time < keyframe.time + interval * 0.9
                ? candidate.isAnotherScene(than: thumbnail)
                : !candidate.isNearlyEqual(to: thumbnail)
            guard differs else { continue }
            current = frame
            thumbnail = candidate
            return Self.keyframe(keyframe, until: frame.time)
        }
        current = nil
        return Self.keyframe(keyframe, until: sampler.packets.end)
    }

    private static func keyframe(_ frame: SampledFrame, until end: Double) -> Keyframe {
        // A frame of a lead-in that no player shows may lie before the beginning.
        let start = max(0, frame.time)
        return Keyframe(range: TimeRange(start: start, end: max(start, end)), image: frame.image)
    }
}
