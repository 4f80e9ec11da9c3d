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
    static func audio(_ path: String, for space: Space) throws -> QueryInput {
        guard let rate = space.audio?.sampleRate else {
            throw SearchError.missingEncoder(.audio, space: space.name)
        }
        return try naming(path) { () throws(MediaDecodingError) in
            let reader = try AudioReader(path: path, sampleRate: rate)
            let samples = try reader.read(upTo: longestSound * rate)
            return .audio(AudioBuffer(sampleRate: rate, samples: samples))
        }
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
            throw QueryFileError(path: path, reason: error)
        }
    }
}

/// A file to search with can't be decoded.
struct QueryFileError: Error, CustomStringConvertible {
    let path: String
    let reason: MediaDecodingError

    var description: String { "\(path): \(reason)" }
}
