import Foundation

/// Keeps a library to one writer: an advisory `flock` on its file `lock`.
///
/// The kernel drops it with the process, so a killed run leaves nothing to clean up.
final class LibraryLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `CatalogError.libraryLocked` while another holds it, `.storage` when the file can't
    ///   be made.
    init(folder: String) throws {
        let file = folder + "/lock"
        let descriptor = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else {
            throw CatalogError.storage(file: file, detail: String(cString: strerror(errno)))
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw code == EWOULDBLOCK
                ? CatalogError.libraryLocked(folder: folder, holder: holder)
                : CatalogError.storage(file: file, detail: String(cString: strerror(code)))
        }
        self.descriptor = descriptor
        // Who holds it is told for the message alone: a full disk must not stop the run here.
        let text = "\(getpid())\n"
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.utf8.count, 0)
    }

    deinit {
        close(descriptor)
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        guard count > 0 else { return nil }
        let digits = bytes.prefix(count).prefix { $0 != UInt8(ascii: "\n") }
        return Int32(String(decoding: digits, as: UTF8.self))
    }
}
