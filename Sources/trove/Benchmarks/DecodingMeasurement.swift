import Encoding
import Foundation
import Ingestion
import MediaDecoding
import MediaTypes

/// Decodes files to what a space's encoders take, on one thread.
struct DecodingMeasurement {
    /// What is made of a file.
    enum Output {
        /// Photos without their crops, the keyframes of videos, windows of sound.
        case inputs
        /// The same as a run makes them: photos with their crops.
        case runInputs
        /// Embeddings of these.
        case embeddings
    }

    let space: Space
    let output: Output
    /// Decodes in another process, as a run does.
    let usesWorkers: Bool
    /// Over all files; the fastest counts.
    let passes: Int

    struct Result {
        /// Seconds of the clock and of the processor, in all processes.
        var seconds, cpuSeconds: Double
        /// Of `cpuSeconds` what decoding took, where it was done in this process.
        var decodingCPUSeconds: Double?
        /// Inputs of the networks.
        var inputs: Int
        /// Seconds of sound or video.
        var duration: Double
    }

    /// - Throws: where a file can't be decoded.
    func measure(_ files: [(path: String, information: MediaInformation)]) throws -> Result {
        var best: Result?
        for _ in 0..<passes {
            let result = try pass(files)
            if result.cpuSeconds < best?.cpuSeconds ?? .infinity { best = result }
        }
        guard let best else { preconditionFailure("there is at least one pass") }
        return best
    }

    private func pass(_ files: [(path: String, information: MediaInformation)]) throws -> Result {
        let media = TimedMedia(usesWorkers ? DecodingWorkers() : MediaFiles())
        let stopwatch = Stopwatch()
        let others = media.processorTime
        var (inputs, duration) = (0, 0.0)
        for file in files {
            inputs += try prepare(file.path, file.information, from: media)
            duration += file.information.duration ?? 0
        }
        return Result(
            seconds: stopwatch.seconds,
            cpuSeconds: stopwatch.cpuSeconds + (media.processorTime - others) / .seconds(1),
            decodingCPUSeconds: usesWorkers ? nil : media.seconds, inputs: inputs,
            duration: duration)
    }

    /// - Returns: how many inputs there were.
    private func prepare(
        _ path: String, _ information: MediaInformation, from media: TimedMedia
    ) throws -> Int {
        if output == .inputs, information.type == .image {
            guard let encoder = space.image else { return 0 }
            let short = encoder.photoShortSide
            _ = try encoder.prepare(media.picture(path: path, minimumShortSide: short))
            return 1
        }
        var inputs = 0
        _ = try SegmentPreparation(space: space, media: media).prepare(path: path, information) {
            modality, _, _, input in
            inputs += 1
            guard output == .embeddings else { return }
            switch modality {
            case .image: _ = try space.image?.encode([input])
            case .audio: _ = try space.audio?.encode([input])
            case .text: break
            }
        }
        return inputs
    }
}
