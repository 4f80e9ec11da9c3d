import MediaDecoding
import MediaTypes

/// A file can't be searched with.
struct QueryFileError: Error, CustomStringConvertible {
    enum Reason {
        case undecodable(MediaDecodingError)
        case silent
        /// Seconds.
        case tooShort(Double, least: Double)
        /// Pixels.
        case tooSmall(width: Int, height: Int, least: Int)
        /// A picture where a video or recording was asked for.
        case picture
        /// The stretch that was asked for lies outside of the file.
        case outside(duration: Double)
        /// Neither a picture nor a sound in what was asked for.
        case nothingThere
    }

    let path: String
    let reason: Reason

    var description: String { "\(path): \(explanation)" }

    private var explanation: String {
        switch reason {
        case .undecodable(let error):
            "\(error)"
        case .silent:
            "the sound is silent: give one with something to hear"
        case .tooShort(let seconds, let least):
            "the sound lasts \(Self.number(seconds)) s: give one of \(Self.number(least)) s or more"
        case .tooSmall(let width, let height, let least):
            "the picture has \(width) × \(height) pixels: give one with \(least) × \(least) or more"
        case .picture:
            "is a picture: search with it by --image"
        case .outside(let duration):
            "the stretch must end within its \(Self.number(duration)) s"
        case .nothingThere:
            "there is nothing to see or hear there: choose another stretch or file"
        }
    }

    private static func number(_ seconds: Double) -> String {
        "\((seconds * 1000).rounded() / 1000)"
    }
}

extension QueryFileError {
    /// Decodes with `body`, and says of which file an error is.
    static func naming<Value>(
        _ path: String, _ body: () throws(MediaDecodingError) -> Value
    ) throws(QueryFileError) -> Value {
        do {
            return try body()
        } catch {
            throw QueryFileError(path: path, reason: .undecodable(error))
        }
    }
}
