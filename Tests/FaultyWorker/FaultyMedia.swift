import Foundation
import Ingestion
import MediaDecoding
import MediaTypes
import Synchronization

/// Does what a word in a file says: the worst that a decoder could be brought to.
///
/// - `crash SIGNAL`, `exit STATUS`, `spin`: at once
/// - `stale`: crashes unless it is the first file of its process
/// - `take MEGABYTES`: of memory
/// - `try`: has as its captions what could be done that should not
/// - `late`: a video whose second keyframe crashes
/// - `good`: a grey picture
struct FaultyMedia: MediaReading {
    private struct Frames: KeyframeStream {
        final class Position { var count = 0 }

        let position = Position()

        func next() throws -> Keyframe? {
            position.count += 1
            if position.count == 2 { raise(SIGSEGV) }
            return Keyframe(
                range: TimeRange(start: 0, end: 1),
                image: PixelBuffer(width: 1, height: 1, pixels: [1, 2, 3]))
        }
    }

    private static let files = Atomic(0)

    func inspect(path: String) throws -> MediaInformation {
        let words = try words(path)
        let earlier = Self.files.wrappingAdd(1, ordering: .relaxed).oldValue
        switch words[0] {
        case "crash": raise(Int32(words[1]) ?? 0)
        case "exit": exit(Int32(words[1]) ?? 0)
        case "spin": while true {}
        case "stale": if earlier > 0 { raise(SIGSEGV) }
        case "take":
            let count = (Int(words[1]) ?? 0) << 20
            let bytes = [UInt8](repeating: 1, count: count)
            if bytes.count != count { exit(9) }
        case "late":
            return MediaInformation(
                type: .video, width: 1, height: 1, duration: 2, hasPicture: true, hasSound: false)
        default: break
        }
        return MediaInformation(
            type: .image, width: 2, height: 2, hasPicture: true, hasSound: false)
    }

    func metadata(path: String, type: MediaType) throws -> MediaMetadata {
        var metadata = MediaMetadata()
        if try words(path)[0] == "try" { metadata.captions = attempts(beside: path) }
        return metadata
    }

    func picture(path: String, minimumShortSide: Int) throws -> PixelBuffer {
        PixelBuffer(width: 2, height: 2, pixels: [UInt8](repeating: 99, count: 12))
    }

    func sound(path: String, sampleRate: Int) throws -> any SoundStream {
        throw MediaDecodingError.noSound
    }

    func keyframes(path: String, minimumShortSide: Int) throws -> any KeyframeStream { Frames() }

    private func attempts(beside path: String) -> [String] {
        var done: [String] = []
        if socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) >= 0 { done.append("network") }
        if socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) >= 0 { done.append("local socket") }
        if open(path + ".new", O_WRONLY | O_CREAT, 0o644) >= 0 { done.append("write") }
        if open(path, O_RDWR) >= 0 { done.append("change") }
        if unlink(path) == 0 { done.append("remove") }
        if rename(path, path + ".old") == 0 { done.append("rename") }
        if kill(getppid(), SIGCONT) == 0 { done.append("signal") }
        if startsProgram() { done.append("program") }
        return done
    }

    private func startsProgram() -> Bool {
        var child: pid_t = 0
        let name = strdup("/bin/true")
        defer { free(name) }
        return posix_spawn(&child, "/bin/true", nil, nil, [name, nil], nil) == 0
    }

    private func words(_ path: String) throws -> [String] {
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        guard !text.isEmpty else { throw MediaDecodingError.empty }
        return text.split(separator: " ").map(String.init)
    }
}
