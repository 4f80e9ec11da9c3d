import Foundation
import FuzzerDriver
import MediaTypes

@testable import VectorIndex

/// Where SwiftPM lets a program begin.
@_cdecl("IndexFileFuzzer_main")
public func main(
    _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
    fuzz(count, arguments) { start, count in
        let bytes = Data(UnsafeRawBufferPointer(start: start, count: count))
        IndexFileFuzzer.tryOut(bytes)
        IndexFileFuzzer.tryOut(IndexFileFuzzer.signed(bytes))
        return 0
    }
}

/// Opens the bytes as an index file and searches in it. Refusals are fine; crashes, hangs and reads
/// outside of the file are not.
enum IndexFileFuzzer {
    static func tryOut(_ bytes: Data) {
        let path = NSTemporaryDirectory() + "/trove-fuzz-\(getpid()).hnsw"
        guard (try? bytes.write(to: URL(fileURLWithPath: path))) != nil else { return }
        defer { unlink(path) }
        guard let index = try? HNSWIndex(file: path) else { return }
        try? index.verify()
        let values = (0..<index.dimension).map { Float($0 % 7) - 3 }
        guard let query = Embedding(normalizing: values) else { return }
        _ = try? index.search(query, limit: 10)
        _ = try? index.search(query, limit: 3, among: IDSet(0..<40))
        _ = try? index.scores(query, of: 0..<20)
    }

    /// The same with all checksums of the file made to fit, so that what lies behind them is reached.
    static func signed(_ bytes: Data) -> Data {
        guard bytes.count >= IndexHeader.byteCount else { return bytes }
        var signed = bytes
        signed.withUnsafeMutableBytes { bytes in
            for number in 0..<IndexSection.allCases.count {
                let entry = 128 + 32 * number
                let start = bytes.loadUnaligned(fromByteOffset: entry + 8, as: UInt64.self)
                let count = bytes.loadUnaligned(fromByteOffset: entry + 16, as: UInt64.self)
                guard start <= bytes.count, count <= UInt64(bytes.count) - start else { continue }
                let section = UnsafeMutableRawBufferPointer(
                    rebasing: bytes[Int(start)..<Int(start + count)])
                bytes.storeBytes(
                    of: IndexHeader.checksum(section), toByteOffset: entry + 24, as: UInt64.self)
            }
            let header = UnsafeMutableRawBufferPointer(rebasing: bytes[..<IndexHeader.byteCount])
            bytes.storeBytes(
                of: IndexHeader.checksum(ofHeader: header), toByteOffset: 120, as: UInt64.self)
        }
        return signed
    }
}
