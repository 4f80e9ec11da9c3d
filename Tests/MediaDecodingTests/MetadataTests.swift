import Foundation
import MediaDecoding
import MediaTypes
import TestSupport
import Testing

@Suite struct MetadataTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
    }

    private static func exif(bigEndian: Bool = false) -> [UInt8] {
        MetadataFile.exif(
            main: [
                0x010E: .ascii("A boat on the lake"), 0x010F: .ascii("Canon"),
                0x0110: .ascii("Canon EOS 5D "),
            ],
            exif: [
                0x9003: .ascii("2024:05:17 12:30:00"), 0x9011: .ascii("+02:00"),
                0x9286: .bytes(Array("ASCII\0\0\0a comment".utf8)),
            ],
            gps: [
                1: .ascii("S"), 2: .rationals([(33, 1), (54, 1), (0, 1)]),
                3: .ascii("W"), 4: .rationals([(18, 1), (2400, 100), (36, 1)]),
            ], bigEndian: bigEndian)
    }

    private static let xmp = MetadataFile.xmp(
        """
        <xmp:Rating>4</xmp:Rating>
        <exif:DateTimeOriginal>2020-01-02T03:04:05Z</exif:DateTimeOriginal>
        <exif:GPSLatitude>48,8.25N</exif:GPSLatitude>
        <exif:GPSLongitude>11,34,30E</exif:GPSLongitude>
        <tiff:Make>NIKON CORPORATION</tiff:Make><tiff:Model>NIKON D70</tiff:Model>
        <dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>Ada</rdf:li></rdf:Bag></dc:subject>
        <lr:hierarchicalSubject><rdf:Bag><rdf:li>People|Ada</rdf:li></rdf:Bag></lr:hierarchicalSubject>
        <digiKam:TagsList><rdf:Seq><rdf:li>Places/Lake</rdf:li></rdf:Seq></digiKam:TagsList>
        <dc:title><rdf:Alt><rdf:li xml:lang="x-default">At sea</rdf:li></rdf:Alt></dc:title>
        <dc:description><rdf:Alt><rdf:li xml:lang="x-default">Fish &amp; ships</rdf:li>
        <rdf:li xml:lang="de">Fische</rdf:li><rdf:li xml:lang="fr">Poissons</rdf:li></rdf:Alt></dc:description>
        """)

    private static func date(_ text: String) throws -> Int64 {
        Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970)
    }

    private func read(_ path: String, _ type: MediaType = .image) -> MediaMetadata {
        MetadataReader.read(path: path, type: type)
    }

    // MARK: Pictures

    @Test(arguments: [false, true])
    func exifOfAJPEG(bigEndian: Bool) throws {
        let bytes = MetadataFile.jpeg(
            try Fixture.bytes("grey.jpg"), exif: Self.exif(bigEndian: bigEndian))
        let path = try folder.write(bytes, to: "a.jpg")
        let metadata = read(path)
        #expect(metadata.captured == (try Self.date("2024-05-17T10:30:00Z")))
        #expect(metadata.camera == "Canon EOS 5D")
        #expect(metadata.place == Coordinate(latitude: -33.9, longitude: -18.41))
        #expect(metadata.captions == ["A boat on the lake", "a comment"])
        #expect(metadata.rating == nil && metadata.tags.isEmpty)
        #expect(try MediaInspector.inspect(path: path).type == .image)
    }

    @Test func xmpOfAJPEG() throws {
        let bytes = MetadataFile.jpeg(try Fixture.bytes("grey.jpg"), xmp: Self.xmp)
        let metadata = read(try folder.write(bytes, to: "a.jpg"))
        #expect(metadata.captured == (try Self.date("2020-01-02T03:04:05Z")))
        #expect(metadata.camera == "NIKON D70")
        #expect(metadata.place == Coordinate(latitude: 48.1375, longitude: 11.575))
        #expect(metadata.rating == 4)
        #expect(metadata.tags == ["sea", "Ada", "People/Ada", "Places/Lake"])
        #expect(metadata.captions == ["At sea", "Fish & ships", "Fische", "Poissons"])
    }

    @Test func exifCountsBeforeXMPInAPNG() throws {
        let bytes = MetadataFile.png(
            try Fixture.bytes("interlaced.png"), exif: Self.exif(), xmp: Self.xmp)
        let metadata = read(try folder.write(bytes, to: "a.png"))
        #expect(metadata.captured == (try Self.date("2024-05-17T10:30:00Z")))
        #expect(metadata.camera == "Canon EOS 5D")
        #expect(metadata.rating == 4)
        #expect(metadata.captions.count == 6)
    }

    @Test func sidecarsCountFirst() throws {
        let bytes = MetadataFile.jpeg(
            try Fixture.bytes("grey.jpg"), exif: Self.exif(),
            xmp: MetadataFile.xmp("<xmp:Rating>1</xmp:Rating>"))
        let path = try folder.write(bytes, to: "IMG.jpg")
        _ = try folder.write(
            MetadataFile.xmp("<xmp:Rating>2</xmp:Rating><tiff:Model>X</tiff:Model>"), to: "IMG.xmp")
        #expect(read(path).rating == 2)
        _ = try folder.write(
            MetadataFile.xmp("<xmp:Rating>-1</xmp:Rating>"), to: "IMG.jpg.xmp")
        let metadata = read(path)
        #expect(metadata.rating == -1)
        #expect(metadata.camera == "X")
        #expect(metadata.captured == (try Self.date("2024-05-17T10:30:00Z")))
    }

    @Test func nonsenseIsLeftOut() throws {
        let exif = MetadataFile.exif(
            main: [0x010E: .ascii(" \n"), 0x0110: .ascii("caf\u{E9}\u{7}\u{1B}[31m")],
            exif: [
                0x9003: .ascii("0000:00:00 00:00:00"),
                0x9286: .bytes(Array("UNICODE\0".utf8) + [0x42, 0, 0x3A, 0x26]),
            ],
            gps: [
                1: .ascii("N"), 2: .rationals([(99, 1), (0, 0), (0, 1)]),
                3: .ascii("E"), 4: .rationals([(18, 0), (0, 1), (0, 1)]),
            ])
        let xmp = MetadataFile.xmp("<xmp:Rating>9</xmp:Rating>")
        let bytes = MetadataFile.jpeg(try Fixture.bytes("grey.jpg"), exif: exif, xmp: xmp)
        let metadata = read(try folder.write(bytes, to: "a.jpg"))
        #expect(metadata.captured == nil && metadata.place == nil && metadata.rating == nil)
        #expect(metadata.camera == "café [31m")
        #expect(metadata.captions == ["B☺"])
        #expect(read(folder.path + "/none.jpg") == MediaMetadata())
    }

    // MARK: Recordings and videos

    @Test(arguments: ["mp3", "flac", "ogg", "m4a", "mka", "wav"])
    func tagsOfRecordings(format: String) throws {
        let path = try folder.file("a." + format)
        try FFmpeg.run([
            "-f", "lavfi", "-i", "sine=440:d=0.5", "-metadata", "title=A song", "-metadata",
            "genre=Folk", "-metadata", "artist=Ada", "-metadata", "comment=at night", path,
        ])
        let metadata = read(path, .audio)
        #expect(metadata.captions == ["A song", "at night"])
        #expect(metadata.tags == ["Folk", "Ada"])
    }

    @Test(arguments: ["mp4", "mov", "mkv"])
    func tagsOfVideos(format: String) throws {
        let path = try folder.file("a." + format)
        try FFmpeg.run([
            "-f", "lavfi", "-i", "testsrc=s=64x48:d=1", "-metadata", "title=The lake", "-metadata",
            "creation_time=2024-05-17T10:30:00Z", "-metadata", "location=+48.1372+011.5756/",
            path,
        ])
        let metadata = read(path, .video)
        #expect(metadata.captions == ["The lake"])
        #expect(metadata.captured == (try Self.date("2024-05-17T10:30:00Z")))
        #expect(metadata.place == Coordinate(latitude: 48.1372, longitude: 11.5756))
    }

    @Test func subtitlesBesideAVideo() throws {
        let path = try folder.file("movie.mp4")
        try FFmpeg.run(["-f", "lavfi", "-i", "testsrc=s=64x48:d=1", path])
        _ = try folder.write(
            Array(
                """
                1
                00:00:10,500 --> 00:00:12,000
                <i>Good</i> morning,
                {\\an8}Ada

                2
                01:00:00,000 --> 01:00:01,000
                Bye

                """.utf8), to: "movie.srt")
        _ = try folder.write(
            Array("WEBVTT\n\n00:11.000 --> 00:13.000\nGuten Morgen\n".utf8), to: "movie.de.vtt")
        _ = try folder.write(
            Array("1\n00:00:01,000 --> 00:00:02,000\nAnother\n".utf8), to: "movie2.srt")
        #expect(
            read(path, .video).subtitles == [
                SubtitleLine(range: TimeRange(start: 10.5, end: 12), text: "Good morning, Ada"),
                SubtitleLine(range: TimeRange(start: 11, end: 13), text: "Guten Morgen"),
                SubtitleLine(range: TimeRange(start: 3600, end: 3601), text: "Bye"),
            ])
        #expect(read(path, .image).subtitles.isEmpty)
    }

    // MARK: Hostile files

    @Test func bombsDoNotMatter() throws {
        let deep = String(repeating: "<a>", count: 200_000)
        let hidden = String(repeating: "<a x=\"/>\">", count: 90_000)
        let laughs =
            "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]>"
            + String(decoding: MetadataFile.xmp("<xmp:Rating>3</xmp:Rating>"), as: UTF8.self)
        let many = MetadataFile.xmp(
            "<dc:subject><rdf:Bag>"
                + (0..<20_000).map { "<rdf:li>t\($0)</rdf:li>" }.joined()
                + "</rdf:Bag></dc:subject><dc:title>"
                + String(repeating: "x", count: 60_000) + "</dc:title>")
        let picture = try folder.write(Fixture.bytes("grey.jpg"), to: "a.jpg")
        for (packet, tags) in [
            (MetadataFile.xmp(deep), 0), (MetadataFile.xmp(hidden), 0), (Array(laughs.utf8), 0),
            (many, 200), ([UInt8](repeating: 60, count: 2 << 20), 0),
        ] {
            _ = try folder.write(packet, to: "a.xmp")
            let metadata = read(picture)
            #expect(metadata.tags.count == tags)
            #expect(metadata.rating == nil)
            #expect(metadata.captions.allSatisfy { $0.count <= 2000 })
        }
        let lines = (0..<50_000).map { "\($0 + 1)\n00:00:01,000 --> 00:00:02,000\nline \($0)\n" }
        _ = try folder.write(Array(lines.joined(separator: "\n").utf8), to: "a.srt")
        #expect(read(picture, .audio).subtitles.count == 20_000)
    }

    @Test(arguments: ["jpg", "png"])
    func mutatedPictures(format: String) throws {
        let bytes =
            format == "png"
            ? MetadataFile.png(
                try Fixture.bytes("interlaced.png"), exif: Self.exif(), xmp: Self.xmp)
            : MetadataFile.jpeg(
                try Fixture.bytes("grey.jpg"), exif: Self.exif(bigEndian: true), xmp: Self.xmp)
        try mutate(Array(bytes.prefix(4000)), times: 500, "a." + format, .image)
    }

    @Test func mutatedBlocks() throws {
        _ = try folder.write(Fixture.bytes("grey.jpg"), to: "b.jpg")
        try mutate(Self.exif(), times: 500, "a.tiff", .image)
        try mutate(Self.xmp, times: 500, "b.jpg.xmp", .image, reading: "b.jpg")
    }

    @Test func mutatedSubtitles() throws {
        let text = "1\n00:00:10,500 --> 00:00:12,000\n<i>Good</i> morning\n\n"
        try mutate(
            Array(String(repeating: text, count: 20).utf8), times: 300, "c.srt", .video,
            reading: "c.mp4")
        let cues = String(repeating: "00:11.000 --> 00:13.000\nHa\n\n", count: 20)
        try mutate(
            Array(("WEBVTT\n\n" + cues).utf8), times: 300, "d.vtt", .video, reading: "d.mp4")
    }

    private func mutate(
        _ bytes: [UInt8], times: Int, _ name: String, _ type: MediaType, reading: String? = nil
    ) throws {
        var mutator = Mutator(seed: 17, bytes: bytes, other: try Fixture.bytes("grey.jpg"))
        for _ in 0..<times {
            _ = try folder.write(mutator.next(), to: name)
            let metadata = read(folder.path + "/" + (reading ?? name), type)
            #expect(metadata.rating.map { (-1...5).contains($0) } ?? true)
            let texts = metadata.captions + metadata.tags
            #expect(texts.allSatisfy { !$0.isEmpty && $0.count <= 2000 })
        }
    }
}
