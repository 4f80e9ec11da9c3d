import CXXHash

/// The first bytes of an index file: what it is, its shape, and where its sections lie, each with
/// its checksum. docs/index-format.md has the bytes.
struct IndexHeader {
    static let magic = Array("TROVEIDX".utf8)
    /// What this program writes.
    static let version: UInt32 = 1
    /// The oldest version that this program reads.
    static let oldestVersion: UInt32 = 1
    /// The only metric so far: the inner product.
    private static let innerProduct: UInt32 = 1
    private static let tableStart = 128
    private static let entrySize = 32
    private static let checksumStart = 120
    static let byteCount = tableStart + entrySize * IndexSection.allCases.count

    let layout: IndexLayout
    let generation: UInt64
    var checksums: [IndexSection: UInt64]

    /// Of an image that is complete.
    init(of image: IndexImage, generation: UInt64) {
        layout = image.layout
        self.generation = generation
        checksums = [:]
        for section in IndexSection.allCases {
            checksums[section] = Self.checksum(layout.bytes(of: section, in: image.bytes))
        }
    }

    static func checksum(_ bytes: UnsafeMutableRawBufferPointer) -> UInt64 {
        XXH3_64bits(bytes.baseAddress, bytes.count)
    }

    /// Writes it into the first bytes of an image.
    func write(to bytes: UnsafeMutableRawBufferPointer) {
        let header = UnsafeMutableRawBufferPointer(rebasing: bytes[..<Self.byteCount])
        header.initializeMemory(as: UInt8.self, repeating: 0)
        header.copyBytes(from: Self.magic)
        let shape = layout.shape
        header.set(Self.version, at: 8)
        header.set(Self.version, at: 12)
        header.set(generation, at: 16)
        header.set(UInt64(layout.byteCount), at: 24)
        header.set(UInt64(shape.count), at: 32)
        header.set(UInt32(shape.dimension), at: 40)
        header.set(Self.innerProduct, at: 44)
        header.set(UInt32(shape.parameters.m), at: 48)
        header.set(UInt32(shape.parameters.efConstruction), at: 52)
        header.set(shape.parameters.seed, at: 56)
        header.set(UInt32(IndexSection.allCases.count), at: 64)
        header.set(UInt32(shape.layerSizes.count), at: 68)
        for (number, section) in IndexSection.allCases.enumerated() {
            let entry = Self.tableStart + number * Self.entrySize
            let range = layout.sections[section, default: 0..<0]
            header.set(section.rawValue, at: entry)
            header.set(UInt64(range.lowerBound), at: entry + 8)
            header.set(UInt64(range.count), at: entry + 16)
            header.set(checksums[section] ?? 0, at: entry + 24)
        }
        header.set(Self.checksum(ofHeader: header), at: Self.checksumStart)
    }

    /// Of all but itself.
    static func checksum(ofHeader header: UnsafeMutableRawBufferPointer) -> UInt64 {
        let start = XXH3_64bits(header.baseAddress, checksumStart)
        let table = UnsafeRawBufferPointer(rebasing: header[tableStart..<byteCount])
        return XXH3_64bits_withSeed(table.baseAddress, table.count, start)
    }

    /// Reads and checks the first bytes of a file, before anything that they say is followed.
    ///
    /// - Parameter bytes: the whole file.
    /// - Throws: `IndexFileError`.
    init(_ bytes: UnsafeMutableRawBufferPointer, path: String) throws(IndexFileError) {
        func corrupt(_ detail: String) -> IndexFileError {
            IndexFileError.corrupt(file: path, detail: detail)
        }
        guard bytes.count >= 16, bytes[..<8].elementsEqual(Self.magic) else {
            throw corrupt("it doesn't begin like an index file")
        }
        let version: UInt32 = bytes.get(at: 8)
        let minimumReader: UInt32 = bytes.get(at: 12)
        guard minimumReader <= Self.version else {
            throw .tooNew(file: path, version: Int(version), readable: Int(Self.version))
        }
        guard version >= Self.oldestVersion else {
            throw .tooOld(file: path, version: Int(version), readable: Int(Self.oldestVersion))
        }
        guard bytes.count >= Self.byteCount else { throw corrupt("its header is cut off") }
        let header = UnsafeMutableRawBufferPointer(rebasing: bytes[..<Self.byteCount])
        guard header.get(at: Self.checksumStart) == Self.checksum(ofHeader: header) else {
            throw corrupt("its header doesn't fit its checksum")
        }
        guard header.get(at: 44) == Self.innerProduct else {
            throw corrupt("its metric is unknown")
        }
        let shape = try Self.shape(header, path: path) {
            bytes.count >= $0.upperBound
                ? UnsafeMutableRawBufferPointer(rebasing: bytes[$0]) : nil
        }
        do {
            layout = try IndexLayout(shape)
        } catch {
            throw corrupt("its header claims too much: \(error)")
        }
        let size: UInt64 = header.get(at: 24)
        guard size == UInt64(bytes.count), layout.byteCount == bytes.count else {
            throw corrupt("it has \(bytes.count) bytes instead of \(layout.byteCount)")
        }
        checksums = try Self.checksums(header, layout, path: path)
        generation = header.get(at: 16)
    }

    /// What the header says of the shape; the sizes of layers come from the file.
    private static func shape(
        _ header: UnsafeMutableRawBufferPointer, path: String,
        file: (Range<Int>) -> UnsafeMutableRawBufferPointer?
    ) throws(IndexFileError) -> IndexLayout.Shape {
        let m = Int(header.get(at: 48) as UInt32)
        let efConstruction = Int(header.get(at: 52) as UInt32)
        let layerCount = Int(header.get(at: 68) as UInt32)
        guard HNSWParameters.isValid(m: m, efConstruction: efConstruction), layerCount < 64 else {
            throw .corrupt(file: path, detail: "its parameters are out of range")
        }
        func entry(_ section: IndexSection) -> Int {
            tableStart + entrySize * Int(section.rawValue - 1)
        }
        let sizes: UInt64 = header.get(at: entry(.layerSizes) + 8)
        let space: UInt64 = header.get(at: entry(.space) + 16)
        guard let start = Int(exactly: sizes), start <= Int.max - 4 * layerCount,
            let bytes = file(start..<(start + 4 * layerCount)),
            let count = Int(exactly: header.get(at: 32) as UInt64),
            let spaceLength = Int(exactly: space)
        else { throw .corrupt(file: path, detail: "its header claims too much") }
        return IndexLayout.Shape(
            dimension: Int(header.get(at: 40) as UInt32), count: count,
            parameters: HNSWParameters(
                m: m, efConstruction: efConstruction, seed: header.get(at: 56)),
            layerSizes: (0..<layerCount).map { Int(bytes.get(at: 4 * $0) as UInt32) },
            spaceLength: spaceLength)
    }

    private static func checksums(
        _ header: UnsafeMutableRawBufferPointer, _ layout: IndexLayout, path: String
    ) throws(IndexFileError) -> [IndexSection: UInt64] {
        guard header.get(at: 64) == UInt32(IndexSection.allCases.count) else {
            throw .corrupt(file: path, detail: "its sections are not those of its version")
        }
        var checksums: [IndexSection: UInt64] = [:]
        for (number, section) in IndexSection.allCases.enumerated() {
            let entry = tableStart + number * entrySize
            let range = layout.sections[section, default: 0..<0]
            guard header.get(at: entry) == section.rawValue,
                header.get(at: entry + 8) == UInt64(range.lowerBound),
                header.get(at: entry + 16) == UInt64(range.count)
            else { throw .corrupt(file: path, detail: "\(section) is not where it should be") }
            checksums[section] = header.get(at: entry + 24)
        }
        return checksums
    }
}

extension UnsafeMutableRawBufferPointer {
    /// A little-endian number.
    fileprivate func get<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int) -> Number {
        Number(littleEndian: loadUnaligned(fromByteOffset: offset, as: Number.self))
    }

    fileprivate func set<Number: FixedWidthInteger & BitwiseCopyable>(
        _ number: Number, at offset: Int
    ) {
        storeBytes(of: number.littleEndian, toByteOffset: offset, as: Number.self)
    }
}
