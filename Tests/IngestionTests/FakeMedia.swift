import Foundation
import Ingestion
import MediaDecoding
import MediaTypes

/// Reads media that are described by a line of text.
///
/// - `image R G B [SIDE]`: a square picture of one colour with sides of 2 pixels; with a side given,
///   its right half has the colour B G R
/// - `audio SECONDS LOUDNESS [DAMAGED_AFTER]`: a recording, broken after so many seconds
/// - `video SECONDS [mute] [dark]`: a keyframe every two seconds, with sound; without sound;
///   without pictures
struct FakeMedia: MediaReading {
    private struct Tone: SoundStream {
        final class Position { var seconds = 0.0 }

        let sampleRate: Int
        let seconds: Double
        let loudness: Float
        let damagedAfter: Double?
        let position = Position()

        func read(upTo count: Int) throws -> [Float] {
            if let damagedAfter, position.seconds >= damagedAfter {
                throw MediaDecodingError.truncated("the sound ends early")
            }
            let left = Int(((seconds - position.seconds) * Double(sampleRate)).rounded())
            position.seconds += Double(min(count, left)) / Double(sampleRate)
            return [Float](repeating: loudness, count: min(count, left))
        }
    }

    private struct Frames: KeyframeStream {
        final class Position { var seconds = 0.0 }

        let seconds: Double
        let position = Position()

        func next() throws -> Keyframe? {
            guard position.seconds < seconds else { return nil }
            let start = position.seconds
            position.seconds = min(seconds, start + 2)
            return Keyframe(
                range: TimeRange(start: start, end: position.seconds),
                image: picture(UInt8(start), 100, 200))
        }
    }

    /// Called before a file is inspected.
    var willInspect: @Sendable (String) -> Void = { _ in }

    func inspect(path: String) throws -> MediaInformation {
        willInspect(path)
        let words = try words(path)
        switch words.first {
        case "image":
            let side = words.count > 4 ? Int(words[4]) : 2
            return MediaInformation(
                type: .image, width: side, height: side, hasPicture: true, hasSound: false)
        case "audio":
            return MediaInformation(
                type: .audio, duration: Double(words[1]), hasPicture: false, hasSound: true)
        case "video":
            return MediaInformation(
                type: .video, width: 2, height: 2, duration: Double(words[1]),
                hasPicture: !words.contains("dark"), hasSound: !words.contains("mute"))
        default:
            throw MediaDecodingError.unsupportedFormat("plain text")
        }
    }

    /// Called before a file's metadata are read.
    var willDescribe: @Sendable (String) -> Void = { _ in }

    func metadata(path: String, type: MediaType) -> MediaMetadata {
        willDescribe(path)
        var metadata = MediaMetadata()
        metadata.captions = ["a \(type.rawValue) that is fake"]
        return metadata
    }

    func picture(path: String, minimumShortSide: Int) throws -> PixelBuffer {
        let words = try words(path)
        let colours = words.dropFirst().prefix(3).compactMap { UInt8($0) }
        guard colours.count == 3 else { throw MediaDecodingError.corrupt("a colour is missing") }
        guard words.count > 4, let side = Int(words[4]) else {
            return Self.picture(colours[0], colours[1], colours[2])
        }
        let row = (0..<side).flatMap { 2 * $0 < side ? colours : colours.reversed() }
        return PixelBuffer(
            width: side, height: side, pixels: (0..<side).flatMap { _ in row })
    }

    func sound(path: String, sampleRate: Int) throws -> any SoundStream {
        let words = try words(path)
        return Tone(
            sampleRate: sampleRate, seconds: Double(words[1]) ?? 0,
            loudness: words.count > 2 ? Float(words[2]) ?? 0.5 : 0.5,
            damagedAfter: words.count > 3 ? Double(words[3]) : nil)
    }

    func keyframes(path: String, minimumShortSide: Int) throws -> any KeyframeStream {
        Frames(seconds: Double(try words(path)[1]) ?? 0)
    }

    private func words(_ path: String) throws -> [String] {
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        guard !text.isEmpty else { throw MediaDecodingError.empty }
        return text.split(separator: " ").map(String.init)
    }

    private static func picture(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> PixelBuffer {
        PixelBuffer(
            width: 2, height: 2, pixels: (0..<4).flatMap { _ in [red, green, blue] })
    }
}
