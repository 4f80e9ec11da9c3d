import CLibAV
import Foundation
import MediaTypes

/// Reads the subtitles that lie beside a video or recording: `movie.srt`, `movie.en.vtt`.
enum SubtitleReader {
    private static let formats = ["srt", "webvtt"]
    private static let extensions: Set<String> = ["srt", "vtt"]
    /// Of one file; a day of talk has about one.
    private static let maxBytes = 8 << 20
    private static let maxLines = 20_000
    /// Languages, and the same in the other format.
    private static let maxFiles = 8

    /// The lines of all of them, in the order of their times; none where there are none.
    static func sidecars(of path: String) -> [SubtitleLine] {
        let folder = (path as NSString).deletingLastPathComponent
        let stem = ((path as NSString).lastPathComponent as NSString).deletingPathExtension + "."
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let sidecars = names.filter { name in
            name.hasPrefix(stem)
                && extensions.contains((name as NSString).pathExtension.lowercased())
                // At most a language stands between: `movie.2.srt` may belong to `movie.2.mp4`,
                // but is no worse for both.
                && name.dropFirst(stem.count).count { $0 == "." } <= 1
        }
        let lines = sidecars.sorted().prefix(maxFiles).flatMap { read(folder + "/" + $0) }
        return Array(lines.sorted { $0.range.start < $1.range.start }.prefix(maxLines))
    }

    private static func read(_ path: String) -> [SubtitleLine] {
        guard let file = try? MediaFile(path: path), file.size <= maxBytes,
            let input = try? LibAVInput(file: file, formats: formats, limits: .standard),
            let stream = input.bestStream(of: AVMEDIA_TYPE_SUBTITLE)
        else { return [] }
        var lines: [SubtitleLine] = []
        while lines.count < maxLines, let packet = try? input.readPacket(of: stream) {
            if let range = packet.range(in: stream),
                let text = MetadataText.decode(packet.bytes).map(withoutMarkup),
                let tidy = MetadataText.tidy(text)
            {
                lines.append(SubtitleLine(range: range, text: tidy))
            }
        }
        return lines
    }

    /// Without `<i>`, `<c.yellow>`, `{\an8}`.
    private static func withoutMarkup(_ text: String) -> String {
        guard text.contains(where: { $0 == "<" || $0 == "{" }) else { return text }
        return text.replacing(#/<[^<>]{0,100}>|\{\\[^{}]{0,100}\}/#, with: "")
    }
}

extension LibAVPacket {
    /// A copy of its data.
    fileprivate var bytes: [UInt8] {
        guard let data = pointer.pointee.data else { return [] }
        return Array(UnsafeBufferPointer(start: data, count: byteCount))
    }

    /// When it is shown, counted from zero and not from the first line; nil without a start.
    fileprivate func range(in stream: LibAVStream) -> TimeRange? {
        let timestamp = pointer.pointee.pts
        guard timestamp != trove_av_no_timestamp, timestamp >= 0 else { return nil }
        let start = stream.seconds(timestamp)
        return TimeRange(start: start, end: start + stream.seconds(pointer.pointee.duration))
    }
}
