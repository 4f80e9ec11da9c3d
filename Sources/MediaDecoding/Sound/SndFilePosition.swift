import CSndFile

/// A reading position of its own in a file, for libsndfile.
///
/// Libsndfile closes a descriptor that it could not make sense of, so it never gets one.
final class SndFilePosition {
    private let file: MediaFile
    private var offset = 0

    init(file: MediaFile) {
        self.file = file
    }

    /// Callbacks whose user data is an unretained `SndFilePosition`.
    static let functions = SF_VIRTUAL_IO(
        get_filelen: { Int64(from($0)?.file.size ?? 0) },
        seek: { offset, whence, data in from(data)?.seek(to: offset, whence: whence) ?? -1 },
        read: { target, count, data in from(data)?.read(into: target, count: count) ?? 0 },
        write: { _, _, _ in 0 },
        tell: { Int64(from($0)?.offset ?? 0) })

    private static func from(_ data: UnsafeMutableRawPointer?) -> SndFilePosition? {
        data.map { Unmanaged<SndFilePosition>.fromOpaque($0).takeUnretainedValue() }
    }

    private func seek(to target: Int64, whence: Int32) -> Int64 {
        let base =
            switch Int(whence) {
            case SF_SEEK_CUR: offset
            case SF_SEEK_END: file.size
            default: 0
            }
        let (sum, overflow) = base.addingReportingOverflow(Int(target))
        guard !overflow, sum >= 0 else { return -1 }
        offset = sum
        return Int64(sum)
    }

    private func read(into target: UnsafeMutableRawPointer?, count: Int64) -> Int64 {
        guard let bytes = try? file.read(at: offset, count: Int(count)) else { return 0 }
        target?.copyMemory(from: bytes, byteCount: bytes.count)
        offset += bytes.count
        return Int64(bytes.count)
    }
}
