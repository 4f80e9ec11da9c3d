import Foundation

/// A file's bytes as memory that is read from the file when it is first touched, and may not be
/// written. They stay when the file is removed.
final class MappedFile: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer

    /// - Throws: `IndexFileError.unreadable`, `.corrupt` for an empty file.
    init(path: String) throws(IndexFileError) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw .unreadable(file: path, detail: String(cString: strerror(errno)))
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else {
            throw .unreadable(file: path, detail: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFREG, status.st_size > 0 else {
            throw .corrupt(file: path, detail: "it is empty, or not a file")
        }
        guard let start = mmap(nil, status.st_size, PROT_READ, MAP_SHARED, file, 0),
            start != MAP_FAILED
        else {
            throw .unreadable(file: path, detail: String(cString: strerror(errno)))
        }
        bytes = UnsafeMutableRawBufferPointer(start: start, count: status.st_size)
    }

    deinit {
        munmap(bytes.baseAddress, bytes.count)
    }
}
