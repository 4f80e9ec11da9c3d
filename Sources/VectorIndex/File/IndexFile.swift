/// An index file that was opened and found sound.
struct IndexFile {
    let path: String
    let image: IndexImage
    let header: IndexHeader

    /// Maps a file and checks all that a search follows: every number, link and id. The vectors are
    /// read when they are needed, and checked then.
    ///
    /// - Throws: `IndexFileError`.
    init(path: String) throws(IndexFileError) {
        let file = try MappedFile(path: path)
        header = try IndexHeader(file.bytes, path: path)
        self.path = path
        let layout = header.layout
        try Self.check(
            IndexSection.allCases.filter(\.isCheckedOnOpening), of: header, in: file.bytes,
            path: path)
        image = IndexImage(layout, file.bytes, owner: file)
        if let fault = IndexImageValidator(image).fault() {
            throw .corrupt(file: path, detail: fault)
        }
    }

    /// The space that the vectors belong to.
    var space: String {
        String(decoding: header.layout.bytes(of: .space, in: image.bytes), as: UTF8.self)
    }

    /// Reads the whole file and compares all checksums.
    /// - Throws: `IndexFileError.corrupt`.
    func verify() throws(IndexFileError) {
        try Self.check(IndexSection.allCases, of: header, in: image.bytes, path: path)
        for node in 0..<image.count
        where image.rows.checksum(of: node, id: image.ids[node]) != image.checks[node] {
            throw .corrupt(
                file: path, detail: "the vector of \(image.ids[node]) doesn't fit its checksum")
        }
    }

    private static func check(
        _ sections: [IndexSection], of header: IndexHeader,
        in bytes: UnsafeMutableRawBufferPointer, path: String
    ) throws(IndexFileError) {
        for section in sections {
            let found = IndexHeader.checksum(header.layout.bytes(of: section, in: bytes))
            guard found == header.checksums[section] else {
                throw .corrupt(file: path, detail: "\(section) doesn't fit its checksum")
            }
        }
    }
}
