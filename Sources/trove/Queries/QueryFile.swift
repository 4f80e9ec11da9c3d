import Encoding
import MediaDecoding
import MediaTypes
import Retrieval

/// Decodes a file to search with.
enum QueryFile {
    /// Of a longer sound this much is listened to, so that memory is bounded.
    private static let longestSound = 60
    /// Seconds; an encoder would hear mostly the silence that it adds to a shorter one.
    static let shortestSound = 0.1
    /// Pixels of the shorter side; there is nothing to see in a smaller picture.
    private static let smallestSide = 8

    /// The picture in the file at `path`, no larger than the space needs it.
    static func image(_ path: String, for space: Space) throws -> QueryInput {
        guard let encoder = space.image else {
            throw SearchError.missingEncoder(.image, space: space.name)
        }
        let picture = try QueryFileError.naming(path) { () throws(MediaDecodingError) in
            try ImageDecoding.decode(path: path, minimumShortSide: encoder.photoShortSide)
        }
        guard picture.shortSide >= smallestSide else {
            throw QueryFileError(
                path: path,
                reason: .tooSmall(
                    width: picture.width, height: picture.height, least: smallestSide))
        }
        return .image(picture)
    }

    /// The sound in the file at `path`, a recording or video, at the rate that the space needs.
    ///
    /// - Throws: `QueryFileError`, also for silence, which is near to nothing that a person means.
    static func audio(_ path: String, for space: Space) throws -> QueryInput {
        guard let rate = space.audio?.sampleRate else {
            throw SearchError.missingEncoder(.audio, space: space.name)
        }
        let sound = try QueryFileError.naming(path) { () throws(MediaDecodingError) in
            let reader = try AudioReader(path: path, sampleRate: rate)
            return AudioBuffer(
                sampleRate: rate, samples: try reader.read(upTo: longestSound * rate))
        }
        guard sound.duration >= shortestSound else {
            throw QueryFileError(
                path: path, reason: .tooShort(sound.duration, least: shortestSound))
        }
        guard !sound.isSilent else { throw QueryFileError(path: path, reason: .silent) }
        return .audio(sound)
    }

    /// What the file at `path` is: a picture, or else a sound.
    static func any(_ path: String, for space: Space) throws -> QueryInput {
        let information = try QueryFileError.naming(path) { () throws(MediaDecodingError) in
            try MediaInspector.inspect(path: path)
        }
        return information.type == .image
            ? try image(path, for: space) : try audio(path, for: space)
    }
}
