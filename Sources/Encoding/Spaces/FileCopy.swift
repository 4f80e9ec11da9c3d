import Foundation

/// Copies a file piece by piece, so that it may be stopped and tells how far it is.
struct FileCopy {
    private static let pieceSize = 8 << 20

    /// - Parameter progress: is told how many bytes were copied since it was last told; what it throws
    ///   ends the copy.
    /// - Throws: `EncodingError.installationFailed`, or what `progress` throws.
    func run(from source: String, to target: String, progress: (Int) throws -> Void) throws {
        do {
            try copy(from: source, to: target, progress: progress)
        } catch let error as CocoaError {
            throw EncodingError.installationFailed(
                "can't copy \(source) to \(target): \(error.localizedDescription)")
        }
    }

    private func copy(
        from source: String, to target: String, progress: (Int) throws -> Void
    ) throws {
        let input = try FileHandle(forReadingFrom: URL(fileURLWithPath: source))
        defer { try? input.close() }
        try Data().write(to: URL(fileURLWithPath: target))
        let output = try FileHandle(forWritingTo: URL(fileURLWithPath: target))
        defer { try? output.close() }
        while let piece = try input.read(upToCount: Self.pieceSize), !piece.isEmpty {
            try output.write(contentsOf: piece)
            try progress(piece.count)
        }
        try output.synchronize()
    }
}
