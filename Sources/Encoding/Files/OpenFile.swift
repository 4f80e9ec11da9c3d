import Foundation

/// An open file, of which stretches are read when they are needed.
///
/// Unlike a mapped one it leaves nothing in this process's memory, and if it is cut short meanwhile
/// that is an error and not a signal.
final class OpenFile: Sendable {
    let path: String
    /// Bytes that it had when it was opened.
    let count: Int
    private let descriptor: Int32

    /// - Throws: `EncodingError.unreadableFile`.
    init(path: String) throws(EncodingError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(path, errno) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            let code = status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL
            close(descriptor)
            throw Self.unreadable(path, code)
        }
        self.path = path
        count = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// - Precondition: the range lies within `count`.
    /// - Throws: `EncodingError.unreadableFile`, also where the file has become shorter.
    func bytes(_ range: Range<Int>) throws(EncodingError) -> [UInt8] {
        precondition(range.lowerBound >= 0 && range.upperBound <= count, "bytes within the file")
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, filled in
            while filled < range.count {
                let got = pread(
                    descriptor, buffer.baseAddress?.advanced(by: filled), range.count - filled,
                    off_t(range.lowerBound + filled))
                if got < 0 && errno == EINTR { continue }
                guard got > 0 else {
                    failure = got < 0 ? errno : ENODATA
                    return
                }
                filled += got
            }
        }
        guard failure == 0 else { throw Self.unreadable(path, failure) }
        return bytes
    }

    private static func unreadable(_ path: String, _ code: Int32) -> EncodingError {
        .unreadableFile(path: path, reason: String(cString: strerror(code)))
    }
}
