import Catalog
import Synchronization

/// Contents that are being encoded, so that copies of a file are not encoded beside it.
final class ContentsInFlight: Sendable {
    private let waiting = Mutex<[ContentHash: [SourceFile]]>([:])

    /// - Returns: true when the file's content is new here and now in flight; otherwise the file
    ///   waits for the one that brought it.
    func begin(_ file: SourceFile) -> Bool {
        waiting.withLock { waiting in
            guard waiting[file.hash] != nil else {
                waiting[file.hash] = []
                return true
            }
            waiting[file.hash]?.append(file)
            return false
        }
    }

    /// - Returns: the files that waited for this content.
    func end(_ hash: ContentHash) -> [SourceFile] {
        waiting.withLock { $0.removeValue(forKey: hash) ?? [] }
    }
}
