/// Makes blocks of metadata, and puts them into picture files.
enum MetadataFile {
    /// A value of a TIFF directory.
    enum Value {
        case ascii(String)
        case bytes([UInt8])
        case rationals([(UInt32, UInt32)])

        fileprivate var type: UInt16 {
            switch self {
            case .ascii: 2
            case .rationals: 5
            case .bytes: 7
            }
        }

        fileprivate func encoded(_ bigEndian: Bool) -> [UInt8] {
            switch self {
            case .ascii(let text): Array(text.utf8) + [0]
            case .bytes(let bytes): bytes
            case .rationals(let values):
                values.flatMap {
                    MetadataFile.number($0.0, bigEndian) + MetadataFile.number($0.1, bigEndian)
                }
            }
        }

        fileprivate var count: Int {
            switch self {
            case .ascii(let text): text.utf8.count + 1
            case .bytes(let bytes): bytes.count
            case .rationals(let values): values.count
            }
        }
    }

    /// A TIFF structure of a main, an EXIF and a GPS directory.
    static func exif(
        main: [UInt16: Value] = [:], exif: [UInt16: Value] = [:], gps: [UInt16: Value] = [:],
        bigEndian: Bool = false
    ) -> [UInt8] {
        var bytes = Array((bigEndian ? "MM\0*" : "II*\0").utf8) + number(8 as UInt32, bigEndian)
        let mainSize = 2 + 12 * (main.count + 2) + 4 + dataSize(main)
        let exifAt = 8 + mainSize
        let gpsAt = exifAt + 2 + 12 * exif.count + 4 + dataSize(exif)
        bytes += directory(
            main, pointers: [0x8769: UInt32(exifAt), 0x8825: UInt32(gpsAt)], at: 8, bigEndian)
        bytes += directory(exif, pointers: [:], at: exifAt, bigEndian)
        bytes += directory(gps, pointers: [:], at: gpsAt, bigEndian)
        return bytes
    }

    /// A packet of XMP with `properties` in its description.
    static func xmp(_ properties: String) -> [UInt8] {
        Array(
            """
            <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/">
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
            <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
              xmlns:dc="http://purl.org/dc/elements/1.1/"
              xmlns:exif="http://ns.adobe.com/exif/1.0/"
              xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
              xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
              xmlns:digiKam="http://www.digikam.org/ns/1.0/">
            \(properties)
            </rdf:Description></rdf:RDF></x:xmpmeta>
            <?xpacket end="w"?>
            """.utf8)
    }

    /// `jpeg` with segments after its first marker.
    static func jpeg(_ jpeg: [UInt8], exif: [UInt8]? = nil, xmp: [UInt8]? = nil) -> [UInt8] {
        func segment(_ name: String, _ block: [UInt8]?) -> [UInt8] {
            guard let block else { return [] }
            let body = Array(name.utf8) + block
            return [0xFF, 0xE1, UInt8((body.count + 2) >> 8), UInt8((body.count + 2) & 255)] + body
        }
        return jpeg.prefix(2) + segment("Exif\0\0", exif)
            + segment("http://ns.adobe.com/xap/1.0/\0", xmp) + jpeg.dropFirst(2)
    }

    /// `png` with chunks after its header; their checksums are zero, which nobody reads.
    static func png(_ png: [UInt8], exif: [UInt8], xmp: [UInt8]) -> [UInt8] {
        func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
            number(UInt32(body.count), true) + Array(name.utf8) + body + [0, 0, 0, 0]
        }
        return png.prefix(33) + chunk("eXIf", exif)
            + chunk("iTXt", Array("XML:com.adobe.xmp\0\0\0\0\0".utf8) + xmp) + png.dropFirst(33)
    }

    private static func dataSize(_ values: [UInt16: Value]) -> Int {
        values.values.reduce(0) { sum, value in
            let size = value.encoded(false).count
            return sum + (size > 4 ? size : 0)
        }
    }

    private static func directory(
        _ values: [UInt16: Value], pointers: [UInt16: UInt32], at offset: Int, _ bigEndian: Bool
    ) -> [UInt8] {
        let count = values.count + pointers.count
        var entries = number(UInt16(count), bigEndian)
        var data: [UInt8] = []
        for tag in (Array(values.keys) + Array(pointers.keys)).sorted() {
            entries += number(tag, bigEndian)
            if let pointer = pointers[tag] {
                entries += number(4 as UInt16, bigEndian) + number(1 as UInt32, bigEndian)
                entries += number(pointer, bigEndian)
            } else if let value = values[tag] {
                let bytes = value.encoded(bigEndian)
                entries += number(value.type, bigEndian)
                entries += number(UInt32(value.count), bigEndian)
                if bytes.count <= 4 {
                    entries += bytes + [UInt8](repeating: 0, count: 4 - bytes.count)
                } else {
                    entries += number(
                        UInt32(offset + 2 + 12 * count + 4 + data.count), bigEndian)
                    data += bytes
                }
            }
        }
        return entries + [0, 0, 0, 0] + data
    }

    private static func number(_ value: some FixedWidthInteger, _ bigEndian: Bool) -> [UInt8] {
        withUnsafeBytes(of: bigEndian ? value.bigEndian : value.littleEndian) { Array($0) }
    }
}
