/// Why an index file can't be used. Nothing is lost by it: `trove reindex` makes another.
public enum IndexFileError: Error, Equatable, CustomStringConvertible {
    case corrupt(file: String, detail: String)
    case tooOld(file: String, version: Int, readable: Int)
    case tooNew(file: String, version: Int, readable: Int)
    /// It can't be opened, read or written.
    case unreadable(file: String, detail: String)
    case unwritable(file: String, detail: String)

    public var description: String {
        switch self {
        case .corrupt(let file, let detail):
            "the index \(file) is damaged: \(detail); `trove reindex` makes it anew"
        case .tooOld(let file, let version, let readable):
            "the index \(file) has format \(version); this version of Trove reads \(readable) and"
                + " newer; `trove reindex` makes it anew"
        case .tooNew(let file, let version, let readable):
            "the index \(file) has format \(version), of a newer version of Trove; this one reads"
                + " up to \(readable)"
        case .unreadable(let file, let detail): "the index \(file) can't be read: \(detail)"
        case .unwritable(let file, let detail): "the index \(file) can't be written: \(detail)"
        }
    }
}
