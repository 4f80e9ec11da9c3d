import Ingestion
import MediaDecoding
import MediaTypes
import Synchronization

/// Reads media through another reader, and adds up the processor time that this process takes for it.
final class TimedMedia: MediaReading {
    private let media: any MediaReading
    private let taken = Mutex(0.0)

    init(_ media: any MediaReading) {
        self.media = media
    }

    /// Processor seconds.
    var seconds: Double { taken.withLock { $0 } }

    func inspect(path: String) throws -> MediaInformation {
        try time { try media.inspect(path: path) }
    }

    func metadata(path: String, type: MediaType) throws -> MediaMetadata {
        try time { try media.metadata(path: path, type: type) }
    }

    func picture(path: String, minimumShortSide: Int) throws -> PixelBuffer {
        try time { try media.picture(path: path, minimumShortSide: minimumShortSide) }
    }

    func sound(path: String, sampleRate: Int) throws -> any SoundStream {
        let stream = try time { try media.sound(path: path, sampleRate: sampleRate) }
        return Sound(stream: stream, media: self)
    }

    func keyframes(path: String, minimumShortSide: Int) throws -> any KeyframeStream {
        let stream = try time {
            try media.keyframes(path: path, minimumShortSide: minimumShortSide)
        }
        return Keyframes(stream: stream, media: self)
    }

    func startAfresh() {
        media.startAfresh()
    }

    var processorTime: Duration { media.processorTime }

    private func time<Value>(_ body: () throws -> Value) rethrows -> Value {
        let stopwatch = Stopwatch()
        defer { taken.withLock { $0 += stopwatch.cpuSeconds } }
        return try body()
    }

    private struct Sound: SoundStream {
        let stream: any SoundStream
        let media: TimedMedia

        func read(upTo count: Int) throws -> [Float] {
            try media.time { try stream.read(upTo: count) }
        }
    }

    private struct Keyframes: KeyframeStream {
        let stream: any KeyframeStream
        let media: TimedMedia

        func next() throws -> Keyframe? {
            try media.time { try stream.next() }
        }
    }
}
