import Foundation

/// Puts an index where searches open it: written beside, synced, then renamed, so that at every
/// moment there is either the whole new file or what was there before.
struct IndexPublisher<Output: FileOutput> {
    private var output: Output

    /// Bytes written between two looks at whether to go on.
    private static var step: Int { 4 << 20 }

    init(_ output: Output) {
        self.output = output
    }

    /// - Parameter progress: called between steps; what it throws ends the work, and the file
    ///   `path` stays as it is.
    /// - Throws: `IndexFileError.unwritable`, and what `progress` throws.
    mutating func publish(
        _ image: IndexImage, generation: UInt64, as path: String, progress: () throws -> Void
    ) throws {
        IndexHeader(of: image, generation: generation).write(to: image.bytes)
        let unfinished = path + ".new"
        do {
            try output.create(unfinished)
            let bytes = UnsafeRawBufferPointer(image.bytes)
            for start in stride(from: 0, to: image.layout.byteCount, by: Self.step) {
                let end = min(start + Self.step, image.layout.byteCount)
                try output.append(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                try progress()
            }
            try output.finish()
            try output.rename(unfinished, to: path)
            try output.syncFolder((path as NSString).deletingLastPathComponent)
        } catch {
            unlink(unfinished)
            throw error
        }
    }
}
