import Foundation
import MediaTypes
import TestSupport
import Testing

@testable import VectorIndex

/// Whatever happens to a file's bytes, nothing crashes, and no wrong neighbour is passed on.
@Suite struct DamagedIndexFileTests {
    private let folder: TemporaryDirectory
    private let path: String
    private let sample = GraphSample(clusters: 9, count: 150, dimension: 12, seed: 41)
    private let sound: Data
    private let layout: IndexLayout

    init() throws {
        folder = try TemporaryDirectory()
        path = folder.path + "/damaged.hnsw"
        let builder = try sample.builder(HNSWParameters(m: 4, efConstruction: 40))
        try builder.index(threads: 1)
        try builder.publish(as: path, generation: 1)
        sound = try Data(contentsOf: URL(fileURLWithPath: path))
        layout = try IndexFile(path: path).header.layout
    }

    private func write(_ bytes: Data) throws {
        try bytes.write(to: URL(fileURLWithPath: path))
    }

    /// Everything that a search returns must be true.
    private func searchTruthfully() throws {
        let index: HNSWIndex
        do {
            index = try HNSWIndex(file: path)
        } catch {
            return
        }
        let vectors = Dictionary(uniqueKeysWithValues: sample.vectors.map { ($0.id, $0.vector) })
        for seed in 0..<4 as Range<UInt64> {
            let query = sample.query(seed)
            do {
                for neighbor in try index.search(query, limit: 20) {
                    let vector = try #require(vectors[neighbor.id], "an id that was never stored")
                    #expect(abs(dot(vector, query) - neighbor.score) < 5e-3)
                }
            } catch VectorIndexError.damaged {
                continue
            }
        }
    }

    @Test func aFlippedBitInAnySectionIsFound() throws {
        for section in IndexSection.allCases {
            let range = layout.sections[section] ?? 0..<0
            for step in 0..<min(12, range.count) {
                let offset = range.lowerBound + step * (range.count / min(12, range.count))
                var bytes = sound
                bytes[offset] ^= 1 << UInt8(step % 8)
                try write(bytes)
                if section.isCheckedOnOpening {
                    #expect(throws: IndexFileError.self, "\(section) at \(offset)") {
                        try HNSWIndex(file: path)
                    }
                } else {
                    let index = try HNSWIndex(file: path)
                    #expect(throws: IndexFileError.self, "\(section) at \(offset)") {
                        try index.verify()
                    }
                    try searchTruthfully()
                }
            }
        }
    }

    @Test func aFlippedBitInTheHeaderIsFound() throws {
        for offset in 0..<IndexHeader.byteCount {
            // The version that wrote the file, where older readers may read it.
            var bytes = sound
            bytes[offset] ^= 1 << UInt8(offset % 8)
            try write(bytes)
            #expect(throws: IndexFileError.self, "byte \(offset)") { try HNSWIndex(file: path) }
        }
    }

    @Test func aFileThatIsCutOffOrTooLongIsRefused() throws {
        let borders = layout.sections.values.flatMap { [$0.lowerBound, $0.upperBound] }
        let cuts = borders + [1, 7, 8, 15, 16, 127, 128, IndexHeader.byteCount, sound.count - 1]
        for cut in cuts where cut < sound.count {
            try write(sound.prefix(cut))
            #expect(throws: IndexFileError.self, "cut at \(cut)") { try HNSWIndex(file: path) }
        }
        try write(sound + [0])
        #expect(throws: IndexFileError.self) { try HNSWIndex(file: path) }
    }

    /// Made on purpose: all checksums fit.
    @Test func aLinkThatLeadsNowhereIsRefused() throws {
        for (section, width) in [
            (IndexSection.links, 4), (.upperLinks, 4), (.upperNodes, 4), (.upperBelow, 4),
            (.order, 4),
        ] {
            for value in [UInt32(150), 151, 0x7fff_ffff, 0xffff_fffe] {
                var bytes = sound
                let start = try #require(layout.sections[section]).lowerBound
                withUnsafeBytes(of: value.littleEndian) {
                    bytes.replaceSubrange(start..<(start + width), with: $0)
                }
                try write(signed(bytes, section))
                #expect(throws: IndexFileError.self, "\(section) \(value)") {
                    try HNSWIndex(file: path)
                }
            }
        }
    }

    @Test func idsOutOfOrderAreRefused() throws {
        var bytes = sound
        let ids = try #require(layout.sections[.ids])
        bytes.replaceSubrange(
            (ids.lowerBound + 8)..<(ids.lowerBound + 16),
            with: sound[ids.lowerBound..<(ids.lowerBound + 8)])
        try write(signed(bytes, .ids))
        #expect(throws: IndexFileError.self) { try HNSWIndex(file: path) }
    }

    /// Random damage, half of it with the header's own checksum mended, so that what lies behind it
    /// is reached. `TROVE_FUZZ_ROUNDS` asks for more than run by default.
    @Test func randomDamageNeitherCrashesNorDeceives() throws {
        let asked = ProcessInfo.processInfo.environment["TROVE_FUZZ_ROUNDS"].flatMap(Int.init)
        var generator = SeededGenerator(seed: 99)
        for round in 0..<(asked ?? 600) {
            var bytes = sound
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                // Half of all damage in the header, which decides about everything.
                let range = Bool.random(using: &generator) ? IndexHeader.byteCount : bytes.count
                let offset = Int.random(in: 0..<min(range, bytes.count), using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[offset] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 1: bytes[offset] = [0, 0xff, 0x80, 0x7f].randomElement(using: &generator) ?? 0
                case 2: bytes = bytes.prefix(max(1, offset))
                default:
                    let end = min(bytes.count, offset + 8)
                    bytes.replaceSubrange(
                        offset..<end,
                        with: (offset..<end).map { _ in .random(in: 0...255, using: &generator) })
                }
            }
            try write(round % 2 == 0 ? bytes : signed(bytes, nil))
            try searchTruthfully()
        }
    }

    /// The bytes with the checksums of a section and of the header made to fit.
    private func signed(_ bytes: Data, _ section: IndexSection?) -> Data {
        guard bytes.count >= IndexHeader.byteCount else { return bytes }
        var bytes = Data(bytes)
        let range = section.flatMap { layout.sections[$0] }
        bytes.withUnsafeMutableBytes { bytes in
            if let section, let range {
                let sum = IndexHeader.checksum(
                    UnsafeMutableRawBufferPointer(rebasing: bytes[range]))
                bytes.storeBytes(
                    of: sum.littleEndian, toByteOffset: 128 + 32 * Int(section.rawValue - 1) + 24,
                    as: UInt64.self)
            }
            let header = UnsafeMutableRawBufferPointer(rebasing: bytes[..<IndexHeader.byteCount])
            bytes.storeBytes(
                of: IndexHeader.checksum(ofHeader: header).littleEndian, toByteOffset: 120,
                as: UInt64.self)
        }
        return bytes
    }
}
