import Foundation

/// A file in memory, of which stretches are used when they are needed.
///
/// Large stretches are given back once they were used: they would count beside what was made of them.
/// A file that is cut short meanwhile is an error and not a signal.
final class MappedFile: @unchecked Sendable {
    private static let page = Int(sysconf(Int32(_SC_PAGESIZE)))

    let path: String
    private let descriptor: Int32
    private let bytes: UnsafeMutableRawBufferPointer

    /// Bytes that it had when it was opened.
    var count: Int { bytes.count }

    /// - Throws: `EncodingError.unreadableFile`.
    init(path: String) throws(EncodingError) {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.unreadable(path, errno) }
        do throws(EncodingError) {
            bytes = try Self.map(descriptor, path)
        } catch {
            close(descriptor)
            throw error
        }
        self.path = path
    }

    deinit {
        munmap(bytes.baseAddress, bytes.count)
        close(descriptor)
    }

    private static func map(
        _ descriptor: Int32, _ path: String
    ) throws(EncodingError) -> UnsafeMutableRawBufferPointer {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw unreadable(path, errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw unreadable(path, status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
        }
        // Nothing can be mapped of an empty file.
        guard status.st_size > 0 else { return UnsafeMutableRawBufferPointer(start: nil, count: 0) }
        guard let start = mmap(nil, status.st_size, PROT_READ, MAP_SHARED, descriptor, 0),
            start != MAP_FAILED
        else { throw unreadable(path, errno) }
        return UnsafeMutableRawBufferPointer(start: start, count: status.st_size)
    }

    /// - Precondition: the range lies within `count`.
    /// - Throws: what `body` throws; `EncodingError.unreadableFile` where the file has become shorter.
    func withBytes<Result>(
        _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Self.unreadable(path, errno) }
        guard status.st_size >= range.upperBound else { throw Self.unreadable(path, ENODATA) }
        defer { giveBack(range) }
        return try body(UnsafeRawBufferPointer(rebasing: bytes[range]))
    }

    /// Whole pages alone: a row of a table of words is soon read again, and mapping what is around it
    /// anew took a tenth of a text encoder's time.
    private func giveBack(_ range: Range<Int>) {
        // The mapping begins at a page.
        let begin = (range.lowerBound + Self.page - 1) / Self.page * Self.page
        let end = range.upperBound / Self.page * Self.page
        guard begin < end else { return }
        madvise(bytes.baseAddress?.advanced(by: begin), end - begin, MADV_DONTNEED)
    }

    private static func unreadable(_ path: String, _ code: Int32) -> EncodingError {
        .unreadableFile(path: path, reason: String(cString: strerror(code)))
    }
}
