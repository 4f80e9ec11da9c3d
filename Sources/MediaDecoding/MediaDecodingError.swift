/// Why a media file, or a part of it, could not be decoded.
///
/// The description is one line about the file's content; whoever reports it adds the path.
public enum MediaDecodingError: Error, Sendable, Hashable, Codable,
    CustomStringConvertible
{
    /// The operating system refused; `reason` is its text, as in "Permission denied".
    case notReadable(reason: String)
    /// A folder, pipe, socket or device.
    case notRegularFile
    /// Zero bytes.
    case empty
    /// Content that no decoder here knows; says what it looks like.
    case unsupportedFormat(String)
    /// The file ends before its content does.
    case truncated(String)
    /// The content contradicts its format; says what and, where known, where.
    case corrupt(String)
    /// More pixels or memory than the limits allow.
    case tooLarge(String)
    /// A sound or picture was asked for and the file, although readable, has none.
    case noSound
    case noPicture
    /// A known container with nothing in it that can be seen or heard.
    case noPictureNoSound

    public var description: String {
        switch self {
        case .notReadable(let reason): "can't be read: \(reason)"
        case .notRegularFile: "is not a regular file"
        case .empty: "the file is empty (0 bytes)"
        case .unsupportedFormat(let what): "unsupported format: \(what)"
        case .truncated(let what): "the file is cut short: \(what)"
        case .corrupt(let what): "the file is damaged: \(what)"
        case .tooLarge(let what): "too large: \(what)"
        case .noSound: "the file holds no sound that can be decoded"
        case .noPicture: "the file holds no picture that can be decoded"
        case .noPictureNoSound: "the file holds neither picture nor sound that can be decoded"
        }
    }
}
