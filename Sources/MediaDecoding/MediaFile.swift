import Foundation

/// A regular, non-empty file open for reading, closed when the value goes away; or a part of one that
/// is a file of its own.
final class MediaFile {
    let descriptor: Int32
    /// Where a part begins in its file.
    let start: Int
    /// Bytes when it was opened.
    let size: Int
    /// Keeps the descriptor open for a part.
    private let whole: MediaFile?

    /// - Throws: `.notReadable`, `.notRegularFile` or `.empty`.
    init(path: String) throws(MediaDecodingError) {
        // Without O_NONBLOCK, opening a pipe would wait for its writer.
        let opened = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard opened >= 0 else {
            throw .notReadable(reason: String(cString: strerror(errno)))
        }
        do throws(MediaDecodingError) {
            size = try Self.size(of: opened)
        } catch {
            close(opened)
            throw error
        }
        descriptor = opened
        start = 0
        whole = nil
    }

    /// The bytes in `range` of another file; as many as there are.
    init(part range: Range<Int>, of file: MediaFile) {
        let bounds = range.clamped(to: 0..<file.size)
        descriptor = file.descriptor
        start = file.start + bounds.lowerBound
        size = bounds.count
        whole = file
    }

    private static func size(of descriptor: Int32) throws(MediaDecodingError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            throw .notReadable(reason: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegularFile }
        guard status.st_size > 0 else { throw .empty }
        return Int(status.st_size)
    }

    deinit {
        if whole == nil { close(descriptor) }
    }

    /// Up to `count` bytes from `offset`; fewer, or none, where the file ends.
    func read(at offset: Int, count: Int) throws(MediaDecodingError) -> [UInt8] {
        guard offset >= 0, count > 0, offset < size else { return [] }
        var failure: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: min(count, size - offset)) {
            buffer, filled in
            while filled < buffer.count {
                let got = pread(
                    descriptor, buffer.baseAddress?.advanced(by: filled), buffer.count - filled,
                    off_t(start + offset + filled))
                if got < 0 && errno == EINTR { continue }
                if got < 0 { failure = errno }
                if got <= 0 { break }
                filled += got
            }
        }
        guard failure == 0 else {
            throw .notReadable(reason: String(cString: strerror(failure)))
        }
        return bytes
    }
}
