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
        guard Self.take(descriptor) else {
            let code = errno
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw code == EWOULDBLOCK
                ? CatalogError.libraryLocked(folder: folder, holder: holder)
                : CatalogError.storage(file: file, detail: String(cString: strerror(code)))
        }
        self.descriptor = descriptor
        // Who holds it is told for the message alone: a full disk must not stop the run here.
        let text = LockHolder(process: getpid(), since: Date()).text
        _ = ftruncate(descriptor, 0)
        _ = pwrite(descriptor, text, text.utf8.count, 0)
    }

    deinit {
        close(descriptor)
    }

    /// A process that was killed while it started another one may leave its lock to that for a
    /// moment, so that of a dead holder it is asked for again for a while.
    /// - Returns: false, with `errno`, when it can't be had.
    private static func take(_ descriptor: Int32) -> Bool {
        for _ in 0..<40 {
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
            let code = errno
            defer { errno = code }
            guard code == EWOULDBLOCK, let holder = holder(descriptor), !holder.isAlive else {
                return false
            }
            usleep(50_000)
        }
        return false
    }

    /// Who wrote its name into a folder's lock last; that it holds it still is not sure.
    static func lastHolder(folder: String) -> LockHolder? {
        let descriptor = open(folder + "/lock", O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return holder(descriptor)
    }

    private static func holder(_ descriptor: Int32) -> LockHolder? {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? LockHolder(String(decoding: bytes.prefix(count), as: UTF8.self)) : nil
    }
}
