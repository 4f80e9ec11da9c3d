import Encoding
import MediaDecoding
import MediaTypes

/// Decodes one file and prepares its segments for the encoders of a space.
///
/// Segments that the space has no encoder for are left out, and so are windows of silence.
public struct SegmentPreparation: Sendable {
    public struct Outcome: Sendable, Equatable {
        /// Seconds, as decoded where the sound was; nil for photos.
        public internal(set) var duration: Double?
        /// Why a part of the file could not be decoded; nil when all of it was.
        public internal(set) var damage: String?
        /// The space has no encoder for anything in the file.
        public internal(set) var isUnencodable = false
    }

    /// Takes one prepared segment; may throw to end the preparation.
    public typealias Consumer = (Modality, TimeRange?, Crop?, PreparedInput) throws -> Void

    let space: Space
    let media: any MediaReading
    var profiler = RunProfiler()
    /// Seconds from one window of sound to the next.
    var soundHop = AudioWindows.standardHop
    /// Whether large photos are cut into crops beside the whole.
    var cropsPhotos = true

    /// - Throws: `FileFailure` when nothing of the file could be decoded or an encoder refused it,
    ///   and what `consume` throws.
    public func prepare(
        path: String, _ information: MediaInformation, consume: Consumer
    ) throws -> Outcome {
        guard information.type != .image else {
            try photo(path, information, consume)
            return Outcome(isUnencodable: space.image == nil)
        }
        var outcome = Outcome(duration: information.duration)
        let isSeen = information.hasPicture && information.type == .video
        outcome.isUnencodable =
            (isSeen || information.hasSound) && (!isSeen || space.image == nil)
            && (!information.hasSound || space.audio == nil)
        var failures: [FileFailure] = []
        var segments = 0
        let counting: Consumer = { modality, range, crop, input in
            segments += 1
            try consume(modality, range, crop, input)
        }
        if isSeen, let encoder = space.image {
            do {
                try keyframes(path, encoder, counting)
            } catch let failure as FileFailure where failure.stage != .encode {
                failures.append(failure)
            }
        }
        if information.hasSound, let encoder = space.audio {
            do {
                let duration = try sound(path, encoder, counting)
                if information.type == .audio { outcome.duration = duration }
            } catch let failure as FileFailure where failure.stage != .encode {
                failures.append(failure)
            }
        }
        if let first = failures.first {
            let reasons = failures.map(\.reason).joined(separator: "; ")
            guard segments > 0 else { throw FileFailure(first.stage, reason: reasons) }
            outcome.damage = reasons
        }
        return outcome
    }

    private func photo(
        _ path: String, _ information: MediaInformation, _ consume: Consumer
    ) throws {
        guard let encoder = space.image else { return }
        let crops = PhotoCrops(
            of: information, encoderSide: encoder.minimumShortSide, isWanted: cropsPhotos)
        let picture = try decoding {
            try media.picture(
                path: path,
                minimumShortSide: max(crops.minimumShortSide, encoder.photoShortSide))
        }
        try consume(.image, nil, nil, try preparing { try encoder.prepare(picture) })
        for crop in crops.crops {
            let part = try preparing { try encoder.prepare(picture.cropped(to: crop)) }
            try consume(.image, nil, crop, part)
        }
    }

    private func keyframes(
        _ path: String, _ encoder: any ImageEncoder, _ consume: Consumer
    ) throws {
        let stream = try decoding {
            try media.keyframes(path: path, minimumShortSide: encoder.minimumShortSide)
        }
        while let keyframe = try decoding({ try stream.next() }) {
            let input = try preparing { try encoder.prepare(keyframe.image) }
            try consume(.image, keyframe.range, nil, input)
        }
    }

    /// - Returns: seconds.
    private func sound(
        _ path: String, _ encoder: any AudioEncoder, _ consume: Consumer
    ) throws -> Double {
        let stream = try decoding {
            try media.sound(path: path, sampleRate: encoder.sampleRate)
        }
        var windows = AudioWindows(sampleRate: encoder.sampleRate, hop: soundHop)
        func pass(_ ready: [AudioWindows.Window]) throws {
            for window in ready where !window.sound.isSilent {
                let input = try preparing { try encoder.prepare(window.sound) }
                try consume(.audio, window.range, nil, input)
            }
        }
        do {
            while true {
                let samples = try decoding { try stream.read(upTo: encoder.sampleRate) }
                if samples.isEmpty { break }
                try pass(windows.append(samples))
            }
        } catch let damage as FileFailure where damage.stage != .encode {
            // What was heard until there still counts.
            try pass(windows.finish())
            throw damage
        }
        try pass(windows.finish())
        return windows.duration
    }

    private func decoding<Result>(_ body: () throws -> Result) throws -> Result {
        try FileFailure.naming(.decode) { try profiler.time(.decoding, body) }
    }

    private func preparing<Result>(_ body: () throws -> Result) throws(FileFailure) -> Result {
        do {
            return try profiler.time(.preparing, body)
        } catch {
            throw FileFailure(.encode, reason: "\(error)")
        }
    }
}

extension SegmentPreparation {
    /// Prepares what a run of standard options does.
    public init(space: Space, media: any MediaReading) {
        self.init(space: space, media: media, soundHop: AudioWindows.standardHop)
    }
}
