/// A directory of a TIFF structure (TIFF 6.0, section 2): numbered fields with their values.
///
/// What is damaged reads as missing.
struct TIFFDirectory {
    /// Numbers of fields.
    enum Field: Int {
        case compression = 259
        case photometricInterpretation = 262
        case orientation = 274
        case subdirectories = 330
        case dngVersion = 50706
    }

    /// Values of a field that are read.
    private static let mostValues = 64

    private let file: MediaFile
    private let base: Int
    private let bigEndian: Bool
    /// Twelve bytes a field.
    private let entries: [UInt8]
    /// Of the following directory in the file.
    private let next: Int

    /// - Parameter base: where the structure begins, from which its offsets count.
    /// - Returns: nil where there is no such structure.
    init?(firstOf file: MediaFile, at base: Int = 0) throws(MediaDecodingError) {
        let header = try file.read(at: base, count: 8)
        let bigEndian = header.matches("MM\0*")
        guard bigEndian || header.matches("II*\0"),
            let offset = header.integer(at: 4, length: 4, bigEndian: bigEndian)
        else { return nil }
        try self.init(file, base, offset, bigEndian: bigEndian)
    }

    private init?(_ file: MediaFile, _ base: Int, _ offset: Int, bigEndian: Bool)
        throws(MediaDecodingError)
    {
        guard offset > 0,
            let count = try file.read(at: base + offset, count: 2)
                .integer(at: 0, length: 2, bigEndian: bigEndian)
        else { return nil }
        self.file = file
        self.base = base
        self.bigEndian = bigEndian
        entries = try file.read(at: base + offset + 2, count: count * 12)
        next =
            try file.read(at: base + offset + 2 + count * 12, count: 4)
            .integer(at: 0, length: 4, bigEndian: bigEndian) ?? 0
    }

    /// The directory behind this one.
    func following() throws(MediaDecodingError) -> TIFFDirectory? {
        try TIFFDirectory(file, base, next, bigEndian: bigEndian)
    }

    /// Those that a field points to.
    func subdirectories() throws(MediaDecodingError) -> [TIFFDirectory] {
        var found: [TIFFDirectory] = []
        for offset in try numbers(.subdirectories) {
            if let directory = try TIFFDirectory(file, base, offset, bigEndian: bigEndian) {
                found.append(directory)
            }
        }
        return found
    }

    /// The values of a field of bytes or whole numbers, none where it is missing.
    func numbers(_ field: Field) throws(MediaDecodingError) -> [Int] {
        func number(_ bytes: [UInt8], _ offset: Int, _ length: Int) -> Int? {
            bytes.integer(at: offset, length: length, bigEndian: bigEndian)
        }
        for entry in stride(from: 0, to: entries.count - 11, by: 12)
        where number(entries, entry, 2) == field.rawValue {
            let lengths = [1: 1, 3: 2, 4: 4, 13: 4]
            guard let length = number(entries, entry + 2, 2).flatMap({ lengths[$0] }),
                let count = number(entries, entry + 4, 4), count > 0,
                let offset = number(entries, entry + 8, 4)
            else { return [] }
            let wanted = min(count, Self.mostValues) * length
            // Up to four bytes stand in place of the offset.
            let bytes =
                count * length <= 4
                ? Array(entries[entry + 8..<entry + 12])
                : try file.read(at: base + offset, count: wanted)
            return stride(from: 0, to: wanted, by: length).compactMap { number(bytes, $0, length) }
        }
        return []
    }
}
