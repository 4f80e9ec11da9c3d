import Encoding
import MediaDecoding
import MediaTypes
import Retrieval

/// Decodes a file to search with.
enum QueryFile {
    /// Of a longer sound this much is listened to, so that memory is bounded.
    private static let longestSound = 60

    /// The picture in the file at `path`, no larger than the space needs it.
    static func image(_ path: String, for space: Space) throws -> QueryInput {
        guard let encoder = space.image else {
            throw SearchError.missingEncoder(.image, space: space.name)
        }
        return try naming(path) { () throws(MediaDecodingError) in
            .image(
                try ImageDecoding.decode(path: path, minimumShortSide: encoder.minimumShortSide))
        }
    }

    /// The sound in the file at `path`, a recording or video, at the rate that the space needs.
    ///
    /// - Throws: `QueryFileError`, also for silence, which is near to nothing that a person means.
    static func audio(_ path: String, for space: Space) throws -> QueryInput {
        guard let rate = space.audio?.sampleRate else {
            throw SearchError.missingEncoder(.audio, space: space.name)
        }
        let sound = try naming(path) { () throws(MediaDecodingError) in
            let reader = try AudioReader(path: path, sampleRate: rate)
            return AudioBuffer(
                sampleRate: rate, samples: try reader.read(upTo: longestSound * rate))
        }
        guard !sound.isSilent else { throw QueryFileError(path: path, reason: .silent) }
        return .audio(sound)
    }

    /// What the file at `path` is: a picture, or else a sound.
    static func any(_ path: String, for space: Space) throws -> QueryInput {
        let information = try naming(path) { () throws(MediaDecodingError) in
            try MediaInspector.inspect(path: path)
        }
        return information.type == .image
            ? try image(path, for: space) : try audio(path, for: space)
    }

    private static func naming<Value>(
        _ path: String, _ decode: () throws(MediaDecodingError) -> Value
    ) throws(QueryFileError) -> Value {
        do {
            return try decode()
        } catch {
            throw QueryFileError(path: path, reason: .undecodable(error))
        }
    }
}

/// A file can't be searched with.
struct QueryFileError: Error, CustomStringConvertible {
    enum Reason {
        case undecodable(MediaDecodingError)
        case silent
    }

    let path: String
    let reason: Reason

    var description: String {
        switch reason {
        case .undecodable(let error): "\(path): \(error)"
        case .silent: "\(path): the sound is silent: give one with something to hear"
        }
    }
}
