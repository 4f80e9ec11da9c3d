/// A clip can't be cut.
enum ClipError: Error, CustomStringConvertible {
    case noFFmpeg
    /// It is no folder, and none could be made.
    case folder(String)
    /// None of the asset's files is there any more.
    case missingFile(String)
    /// What ffmpeg said.
    case refused(String, reason: String)

    var description: String {
        switch self {
        case .noFFmpeg:
            "--clip needs the program ffmpeg, which is not in $PATH: install it, or leave --clip out"
        case .folder(let path): "\(path): no folder for clips can be made there: name another"
        case .missingFile(let path): "\(path): no clip was cut: the file is no longer there"
        case .refused(let path, let reason): "\(path): no clip was cut: \(reason)"
        }
    }
}
