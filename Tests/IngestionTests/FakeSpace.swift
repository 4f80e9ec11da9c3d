import Encoding
import MediaTypes
import Synchronization

/// What fake encoders were asked to do.
final class EncodingLog: Sendable {
    struct Entries {
        var batches: [Int] = []
        var prepared = 0
        var encoded = 0
        /// The most that was prepared and not yet encoded.
        var waiting = 0
    }

    private let entries = Mutex(Entries())

    var current: Entries { entries.withLock { $0 } }

    func prepared() {
        entries.withLock { entries in
            entries.prepared += 1
            entries.waiting = max(entries.waiting, entries.prepared - entries.encoded)
        }
    }

    func encoded(_ count: Int) {
        entries.withLock { entries in
            entries.batches.append(count)
            entries.encoded += count
        }
    }
}

/// Pictures are near when their mean colours are.
struct MeanColourEncoder: ImageEncoder {
    struct Refusal: Error, CustomStringConvertible {
        var description: String { "will not look at pure black" }
    }

    let log: EncodingLog
    var precision: Precision { .f32 }
    var minimumShortSide: Int { 2 }

    func prepare(_ image: PixelBuffer) throws -> PreparedInput {
        log.prepared()
        var sums = [Float](repeating: 0, count: 3)
        for (index, value) in image.pixels.enumerated() { sums[index % 3] += Float(value) }
        let pixels = Float(image.width * image.height)
        return PreparedInput(shape: [3], values: sums.map { $0 / pixels })
    }

    func encode(_ inputs: [PreparedInput]) throws -> [Embedding] {
        if inputs.contains(where: { $0.values == [0, 0, 0] }) { throw Refusal() }
        log.encoded(inputs.count)
        return inputs.compactMap { Embedding(normalizing: $0.values + [1]) }
    }
}

/// Sounds are near when they are as long and as loud.
struct LoudnessEncoder: AudioEncoder {
    let log: EncodingLog
    var precision: Precision { .f32 }
    var sampleRate: Int { 1000 }

    func prepare(_ sound: AudioBuffer) throws -> PreparedInput {
        log.prepared()
        let loudness = sound.samples.reduce(0) { $0 + abs($1) } / Float(sound.samples.count)
        return PreparedInput(shape: [2], values: [Float(sound.duration), loudness])
    }

    func encode(_ inputs: [PreparedInput]) throws -> [Embedding] {
        log.encoded(inputs.count)
        return inputs.compactMap { Embedding(normalizing: $0.values + [0, 1]) }
    }
}

extension Space {
    /// A space of four dimensions with fake encoders.
    static func fake(
        identity: String = "fake-1", log: EncodingLog = EncodingLog(), withSound: Bool = true
    ) -> Space {
        Space(
            name: "fake", identity: identity, dimension: 4, preprocessingVersion: 1,
            image: MeanColourEncoder(log: log),
            audio: withSound ? LoudnessEncoder(log: log) : nil)
    }
}
