import Foundation

/// Zeroed memory of its own, on large pages where the system has them: a walk through a graph reads
/// all over it, and would miss the processor's table of small pages at almost every step.
final class AlignedMemory: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer

    /// - Throws: `VectorIndexError.tooLarge` when the system has no more.
    init(byteCount: Int) throws(VectorIndexError) {
        let size = max(1, byteCount)
        guard
            let start = mmap(
                nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            start != MAP_FAILED
        else {
            throw .tooLarge(detail: "\(size) bytes of memory can't be had")
        }
        // A wish: without large pages everything works, a little slower.
        madvise(start, size, MADV_HUGEPAGE)
        bytes = UnsafeMutableRawBufferPointer(start: start, count: size)
    }

    deinit {
        munmap(bytes.baseAddress, bytes.count)
    }
}
