import CExempi
import Foundation
import MediaTypes

/// Reads a packet of XMP with exempi.
enum XMPReader {
    /// Of a packet or sidecar; a longer one is left out.
    static let maxBytes = 1 << 20

    private enum Namespace {
        static let xmp = "http://ns.adobe.com/xap/1.0/"
        static let dublinCore = "http://purl.org/dc/elements/1.1/"
        static let exif = "http://ns.adobe.com/exif/1.0/"
        static let tiff = "http://ns.adobe.com/tiff/1.0/"
        static let photoshop = "http://ns.adobe.com/photoshop/1.0/"
        static let lightroom = "http://ns.adobe.com/lightroom/1.0/"
        static let digiKam = "http://www.digikam.org/ns/1.0/"
    }

    /// - Parameter bytes: UTF-8.
    static func metadata(_ bytes: [UInt8]) -> MediaMetadata {
        guard let packet = XMPPacket(bytes) else { return MediaMetadata() }
        var metadata = MediaMetadata()
        let dates = [
            packet.text(Namespace.exif, "DateTimeOriginal"),
            packet.text(Namespace.photoshop, "DateCreated"),
            packet.text(Namespace.xmp, "CreateDate"),
        ]
        metadata.captured = dates.lazy.compactMap { $0.flatMap { MetadataDate.seconds($0) } }.first
        metadata.camera = MetadataText.camera(
            make: packet.text(Namespace.tiff, "Make"), model: packet.text(Namespace.tiff, "Model"))
        metadata.place = place(
            packet.text(Namespace.exif, "GPSLatitude"), packet.text(Namespace.exif, "GPSLongitude"))
        // Some programs write stars as 4.0.
        metadata.rating = packet.text(Namespace.xmp, "Rating").flatMap(Double.init)
            .flatMap { (-1...5).contains($0) ? Int($0) : nil }
        metadata.tags =
            packet.items(Namespace.dublinCore, "subject")
            + packet.items(Namespace.lightroom, "hierarchicalSubject")
            .map { $0.replacingOccurrences(of: "|", with: "/") }
            + packet.items(Namespace.digiKam, "TagsList")
        metadata.captions =
            packet.items(Namespace.dublinCore, "title")
            + packet.items(Namespace.dublinCore, "description")
        return metadata
    }

    /// `48,8.25N` or `48,8,15N`.
    private static func place(_ latitude: String?, _ longitude: String?) -> Coordinate? {
        func degrees(_ text: String?, _ halves: (positive: Character, negative: Character))
            -> Double?
        {
            guard let text, let half = text.last,
                half == halves.positive || half == halves.negative
            else { return nil }
            let parts = text.dropLast().split(separator: ",").map { Double($0) ?? .nan }
            guard (1...3).contains(parts.count) else { return nil }
            let degrees = zip(parts, [1.0, 60, 3600]).reduce(0) { $0 + $1.0 / $1.1 }
            return half == halves.negative ? -degrees : degrees
        }
        guard let latitude = degrees(latitude, ("N", "S")),
            let longitude = degrees(longitude, ("E", "W"))
        else { return nil }
        return Coordinate(latitude: latitude, longitude: longitude)
    }
}

/// A parsed packet, freed when the value goes away.
private final class XMPPacket {
    private static let isReady = xmp_init()
    /// Elements within elements: the toolkit calls itself for each, and no program writes so many.
    private static let maxDepth = 64
    /// Bytes that are copied from a value.
    private static let maxValue = 64 * 1024

    private let packet: XmpPtr

    init?(_ bytes: [UInt8]) {
        guard Self.isReady, XMLNesting.isHarmless(bytes, maxDepth: Self.maxDepth),
            let packet = xmp_new_empty()
        else { return nil }
        self.packet = packet
        let isParsed = bytes.withUnsafeBytes {
            xmp_parse(packet, $0.bindMemory(to: CChar.self).baseAddress, bytes.count)
        }
        guard isParsed else { return nil }
    }

    deinit {
        xmp_free(packet)
    }

    /// A simple property.
    func text(_ namespace: String, _ name: String) -> String? {
        value { xmp_get_property(packet, namespace, name, $0, nil) }
    }

    /// The items of a bag, a sequence, or of alternatives in several languages.
    func items(_ namespace: String, _ name: String) -> [String] {
        var items: [String] = []
        for index in 1...Int32(MetadataText.maxCount) {
            var isThere = false
            let item = value {
                isThere = xmp_get_array_item(packet, namespace, name, index, $0, nil)
                return isThere
            }
            guard isThere else { break }
            if let item { items.append(item) }
        }
        return items
    }

    private func value(_ get: (XmpStringPtr?) -> Bool) -> String? {
        let string = xmp_string_new()
        defer { xmp_string_free(string) }
        guard get(string), xmp_string_len(string) <= Self.maxValue,
            let text = xmp_string_cstr(string)
        else { return nil }
        return MetadataText.tidy(String(cString: text))
    }
}
