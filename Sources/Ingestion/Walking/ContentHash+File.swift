import CXXHash
import Catalog
import Foundation

extension ContentHash {
    private static let chunkSize = 1 << 20

    /// Hashes a file's bytes.
    ///
    /// - Parameter isCancelled: asked before every chunk.
    /// - Returns: nil when cancelled.
    /// - Throws: `SystemError` when the file can't be read.
    init?(file: String, isCancelled: () -> Bool = { false }) throws(SystemError) {
        // Without O_NONBLOCK, opening a pipe would wait for its writer.
        let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw SystemError(errno) }
        defer { close(descriptor) }
        guard let state = XXH3_createState() else { throw SystemError(ENOMEM) }
        defer { XXH3_freeState(state) }
        XXH3_128bits_reset(state)
        var chunk = [UInt8](repeating: 0, count: Self.chunkSize)
        while true {
            if isCancelled() { return nil }
            let count = Foundation.read(descriptor, &chunk, chunk.count)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw SystemError(errno) }
            if count == 0 { break }
            XXH3_128bits_update(state, chunk, count)
        }
        var canonical = XXH128_canonical_t()
        XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(state))
        self.init(bytes: withUnsafeBytes(of: canonical.digest) { Array($0) })
    }
}
