import Catalog
import TestSupport
import Testing

@testable import Ingestion

@Suite struct ContentHashTests {
    private func hex(_ bytes: [UInt8]) throws -> String? {
        let directory = try TemporaryDirectory()
        let hash = try ContentHash(file: try directory.write(bytes, to: "file"))
        return hash?.bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// The first is XXH3's own published value for no input; the others are those of `xxh128sum`.
    @Test func hashesAreXXH3() throws {
        #expect(try hex([]) == "99aa06d3014798d86001c324468d497f")
        #expect(try hex(Array("abc".utf8)) == "06b05ab6733a618578af5f94892f3950")
    }

    @Test func everyChunkCounts() throws {
        var bytes = [UInt8](repeating: 7, count: 3 << 20)
        let before = try hex(bytes)
        bytes[(2 << 20) + 5] = 8
        #expect(try hex(bytes) != before)
    }

    @Test func aMissingFileIsAbsent() throws {
        #expect(throws: SystemError(2)) { try ContentHash(file: "/nowhere/at/all") }
        #expect(SystemError(2).isAbsence)
    }

    @Test func hashingCanBeCancelled() throws {
        let directory = try TemporaryDirectory()
        let file = try directory.write([1, 2, 3], to: "file")
        #expect(try ContentHash(file: file, isCancelled: { true }) == nil)
    }
}
