import Foundation

/// A file in memory, of which stretches are used when they are needed.
///
/// Pages that were used are given back at once: they would count beside what was made of them. A file
/// that is cut short meanwhile is an error and not a signal.
final class MappedFile: Sendable {
    let path: String
    var count: Int { data.count }
    private let data: Data
    private let descriptor: Int32

    /// - Throws: `EncodingError.unreadableFile`.
    init(path: String) throws(EncodingError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(path, errno) }
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        } catch {
            close(descriptor)
            throw .unreadableFile(path: path, reason: error.localizedDescription)
        }
        self.path = path
    }

    deinit { close(descriptor) }

    /// - Precondition: the range lies within `count`.
    /// - Throws: what `body` throws; `EncodingError.unreadableFile` where the file has become shorter.
    func withBytes<Result>(
        _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(path, errno) }
        guard status.st_size >= range.upperBound else { throw Self.unreadable(path, ENODATA) }
        return try data.withUnsafeBytes { bytes in
            let stretch = UnsafeRawBufferPointer(rebasing: bytes[range])
            defer { Self.giveBack(stretch) }
            return try body(stretch)
        }
    }

    /// Whole pages alone; those at the ends may be in use.
    private static func giveBack(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let begin = (Int(bitPattern: start) + page - 1) / page * page
        let end = (Int(bitPattern: start) + bytes.count) / page * page
        guard begin < end else { return }
        madvise(UnsafeMutableRawPointer(bitPattern: begin), end - begin, MADV_DONTNEED)
    }

    private static func unreadable(_ path: String, _ code: Int32) -> EncodingError {
        .unreadableFile(path: path, reason: String(cString: strerror(code)))
    }
}
