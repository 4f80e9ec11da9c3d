import MediaTypes

/// Cuts a stream of sound into overlapping windows, holding no more than about two of them.
///
/// Windows begin every `hop` seconds and last `length`. The last one ends where the sound ends: by
/// growing a little where less than `minimum` is left over, or else as one more full window. Sound
/// that is shorter than a window is one window of its real length.
struct AudioWindows {
    struct Window: Equatable {
        let range: TimeRange
        let sound: AudioBuffer
    }

    /// Seconds. Short windows place a moment well; one that lasts 2.5 s costs the sound encoder of
    /// the starter space a single run.
    static let length = 2.5
    static let standardHop = 1.25
    static let minimum = 0.5

    private let sampleRate: Int
    private let length: Int
    private let hop: Int
    private let minimum: Int
    /// From the start of the window that is held back; at least one hop more than a window once
    /// that is complete.
    private var samples: [Float] = []
    /// Position of `samples` in the stream.
    private var start = 0

    /// - Parameters:
    ///   - sampleRate: samples a second, at least 1.
    ///   - hop: seconds; as long as a window, or shorter.
    init(sampleRate: Int, hop: Double = Self.standardHop) {
        self.sampleRate = sampleRate
        length = max(1, Int(Self.length * Double(sampleRate)))
        self.hop = max(1, Int(min(hop, Self.length) * Double(sampleRate)))
        minimum = Int(Self.minimum * Double(sampleRate))
    }

    /// Seconds that have come in.
    var duration: Double { Double(start + samples.count) / Double(sampleRate) }

    /// Takes the next samples and returns the windows that are certain by now.
    mutating func append(_ more: [Float]) -> [Window] {
        samples += more
        var windows: [Window] = []
        // A window is held back until the next is complete: it may be the last, and grow.
        while samples.count >= hop + length {
            windows.append(window(from: 0, count: length))
            samples.removeFirst(hop)
            start += hop
        }
        return windows
    }

    /// The sound ends; returns the last windows. None come of no sound at all.
    mutating func finish() -> [Window] {
        defer {
            start += samples.count
            samples = []
        }
        guard !samples.isEmpty else { return [] }
        let rest = samples.count - length
        guard rest >= max(1, minimum) else { return [window(from: 0, count: samples.count)] }
        return [window(from: 0, count: length), window(from: rest, count: length)]
    }

    private func window(from first: Int, count: Int) -> Window {
        let range = TimeRange(
            start: Double(start + first) / Double(sampleRate),
            end: Double(start + first + count) / Double(sampleRate))
        return Window(
            range: range,
            sound: AudioBuffer(
                sampleRate: sampleRate, samples: Array(samples[first..<(first + count)])))
    }
}
