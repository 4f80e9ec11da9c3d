import Foundation

/// Publishes files on the disk.
struct DiskOutput: FileOutput {
    private var file: FileHandle?
    private var path = ""

    mutating func create(_ path: String) throws(IndexFileError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(path) }
        file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        self.path = path
    }

    mutating func append(_ bytes: UnsafeRawBufferPointer) throws(IndexFileError) {
        var rest = bytes[...]
        while !rest.isEmpty, let file {
            let written = write(
                file.fileDescriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if written < 0, errno == EINTR { continue }
            guard written >= 0 else { throw Self.failure(path) }
            rest = rest.dropFirst(written)
        }
    }

    mutating func finish() throws(IndexFileError) {
        guard let file, fsync(file.fileDescriptor) == 0 else { throw Self.failure(path) }
        self.file = nil
    }

    mutating func rename(_ path: String, to target: String) throws(IndexFileError) {
        guard Foundation.rename(path, target) == 0 else { throw Self.failure(target) }
    }

    mutating func syncFolder(_ path: String) throws(IndexFileError) {
        let folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw Self.failure(path) }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw Self.failure(path) }
    }

    private static func failure(_ path: String) -> IndexFileError {
        .unwritable(file: path, detail: String(cString: strerror(errno)))
    }
}
