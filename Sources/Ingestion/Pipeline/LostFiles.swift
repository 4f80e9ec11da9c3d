import Synchronization

/// Files whose worker died while it had them.
final class LostFiles: Sendable {
    private let files = Mutex<[SourceFile]>([])

    func add(_ file: SourceFile) {
        files.withLock { $0.append(file) }
    }

    func takeAll() -> [SourceFile] {
        files.withLock { files in
            defer { files = [] }
            return files
        }
    }
}
