import Foundation
import GRDB
import MediaTypes

// How plain values are written in columns.

extension Modality: DatabaseValueConvertible {}
extension MediaType: DatabaseValueConvertible {}
extension FailureStage: DatabaseValueConvertible {}
extension RunOutcome: DatabaseValueConvertible {}
extension RunKind: DatabaseValueConvertible {}

extension ContentHash {
    var blob: Data { Data(bytes) }
}

extension FileFingerprint {
    init(_ row: Row) {
        self.init(
            size: row["size"], modified: row["mtime_ns"], changed: row["ctime_ns"],
            inode: UInt64(bitPattern: row["inode"]))
    }

    /// Of a row whose first columns are size, mtime_ns, ctime_ns and inode: quicker than by name.
    init(columnsOf row: Row) {
        self.init(
            size: row[0], modified: row[1], changed: row[2], inode: UInt64(bitPattern: row[3]))
    }

    /// In the order size, mtime_ns, ctime_ns, inode.
    var arguments: StatementArguments { [size, modified, changed, Int64(bitPattern: inode)] }
}

extension TimeRange {
    init?(_ row: Row) {
        guard let start = row["start_seconds"] as Double?, let end = row["end_seconds"] as Double?
        else { return nil }
        self.init(start: start, end: end)
    }
}

extension Crop {
    /// The columns that hold one, in the order of `arguments(_:)`.
    static let columns = "crop_left, crop_top, crop_width, crop_height"

    static func arguments(_ crop: Crop?) -> StatementArguments {
        [crop?.left, crop?.top, crop?.width, crop?.height]
    }

    init?(_ row: Row) {
        guard let left = row["crop_left"] as Double?, let top = row["crop_top"] as Double?,
            let width = row["crop_width"] as Double?, let height = row["crop_height"] as Double?
        else { return nil }
        self.init(left: left, top: top, width: width, height: height)
    }
}

extension Embedding {
    /// Little-endian 32-bit floats.
    var blob: Data {
        #if _endian(big)
            #error("vectors are kept in the machine's own byte order, which must be little-endian")
        #endif
        return values.withUnsafeBytes { Data($0) }
    }
}
