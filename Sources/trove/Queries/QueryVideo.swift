import Encoding
import MediaDecoding
import MediaTypes
import Retrieval

/// A stretch of a video or recording as parts of a query: what is seen in it, and what is heard.
///
/// Each part is the mean over the stretch; memory does not depend on its length.
struct QueryVideo {
    /// Seconds of sound that are encoded at once.
    private static let soundBlock = 60

    private let path: String
    private let stretch: TimeRange
    private let information: MediaInformation
    private let space: Space

    /// - Throws: `QueryFileError` for a file that can't be read or does not hold the stretch.
    init(_ argument: VideoArgument, in space: Space) throws {
        let path = argument.path
        let information = try QueryFileError.naming(path) { () throws(MediaDecodingError) in
            try MediaInspector.inspect(path: path)
        }
        guard information.type != .image else {
            throw QueryFileError(path: path, reason: .picture)
        }
        // Printed moments end at whole seconds.
        if let duration = information.duration, let stretch = argument.stretch,
            stretch.end > duration.rounded(.up)
        {
            throw QueryFileError(path: path, reason: .outside(duration: duration))
        }
        self.path = path
        self.information = information
        self.space = space
        stretch = argument.stretch ?? TimeRange(start: 0, end: .greatestFiniteMagnitude)
    }

    /// One or two parts that share `weight`.
    ///
    /// - Throws: `QueryFileError`, also where there is nothing in the stretch;
    ///   `SearchError.missingEncoder` where the space can tell nothing about the file.
    func parts(weight: Float) throws -> [Query.Part] {
        guard space.image != nil || space.audio != nil else {
            throw SearchError.missingEncoder(.image, space: space.name)
        }
        let means: [(Modality, Embedding)] =
            [(.image, try seen()), (.audio, try heard())].compactMap { modality, embedding in
                embedding.map { (modality, $0) }
            }
        guard !means.isEmpty else { throw QueryFileError(path: path, reason: .nothingThere) }
        return means.map { modality, embedding in
            Query.Part(embedding, modality: modality, weight: weight / Float(means.count))
        }
    }

    private func seen() throws -> Embedding? {
        guard let encoder = space.image, information.type == .video, information.hasPicture else {
            return nil
        }
        let reader = try QueryFileError.naming(path) { () throws(MediaDecodingError) in
            try KeyframeReader(path: path, minimumShortSide: encoder.minimumShortSide)
        }
        var mean = EmbeddingMean()
        while let keyframe = try next(of: reader), keyframe.range.start < stretch.end {
            guard keyframe.range.end > stretch.start else { continue }
            mean.add(try space.embedding(of: .image(keyframe.image)))
        }
        return mean.embedding
    }

    private func next(of reader: KeyframeReader) throws(QueryFileError) -> Keyframe? {
        try QueryFileError.naming(path) { () throws(MediaDecodingError) in try reader.next() }
    }

    private func heard() throws -> Embedding? {
        guard let rate = space.audio?.sampleRate, information.hasSound else { return nil }
        let reader = try QueryFileError.naming(path) { () throws(MediaDecodingError) in
            try AudioReader(path: path, sampleRate: rate)
        }
        try skip(stretch.start, of: reader)
        var mean = EmbeddingMean()
        var left = stretch.duration
        while left > 0 {
            let sound = try read(min(left, Double(Self.soundBlock)), of: reader)
            guard !sound.samples.isEmpty else { break }
            left -= sound.duration
            // A scrap at the end is no sound of its own.
            guard sound.duration >= QueryFile.shortestSound, !sound.isSilent else { continue }
            mean.add(
                try space.embedding(of: .audio(sound)), weight: Float(sound.duration))
        }
        return mean.embedding
    }

    private func skip(_ seconds: Double, of reader: AudioReader) throws {
        var left = seconds
        while left > 0 {
            let skipped = try read(min(left, 1), of: reader)
            guard !skipped.samples.isEmpty else { return }
            left -= skipped.duration
        }
    }

    /// - Parameter seconds: of which at least a sample is read, unless the sound has ended.
    private func read(_ seconds: Double, of reader: AudioReader) throws -> AudioBuffer {
        let count = max(1, Int(seconds * Double(reader.sampleRate)))
        return AudioBuffer(
            sampleRate: reader.sampleRate,
            samples: try QueryFileError.naming(path) { () throws(MediaDecodingError) in
                try reader.read(upTo: count)
            })
    }
}
