/// ffmpeg could not be run, or did not like what it was asked to do.
public struct FFmpegError: Error, CustomStringConvertible {
    public let arguments: [String]
    public let status: Int32
    public let message: String

    public var description: String {
        "ffmpeg \(arguments.joined(separator: " ")) ended with status \(status): \(message)"
    }
}
