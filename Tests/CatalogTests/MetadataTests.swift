import Catalog
import Foundation
import GRDB
import MediaTypes
import TestSupport
import Testing

/// Keywords and filters over a small library.
@Suite struct MetadataTests {
    private let fixture: Fixture

    init() throws {
        fixture = try Fixture()
    }

    @discardableResult
    private func add(
        _ path: String, content: UInt8, type: MediaType = .image, width: Int = 400,
        height: Int = 300, duration: Double? = nil, hasSound: Bool = false,
        _ fill: (inout MediaMetadata) -> Void = { _ in }
    ) throws -> AssetID {
        var metadata = MediaMetadata()
        fill(&metadata)
        try fixture.catalog.recordIndexed(
            path: path, fingerprint: fingerprint(content),
            asset: AssetDescription(
                hash: hash(content), byteSize: 1, type: type, width: width, height: height,
                duration: duration,
                metadata: RecordedMetadata(values: metadata, hasSound: hasSound, version: 1)),
            segments: [
                EncodedSegment(
                    modality: .image, range: duration.map { TimeRange(start: 0, end: $0) },
                    embedding: embedding(1, Float(content)))
            ], in: fixture.space)
        return try #require(try fixture.catalog.asset(hash: hash(content), in: fixture.space)).id
    }

    private func assets(_ change: (inout AssetFilter) -> Void) throws -> [AssetID] {
        var filter = AssetFilter()
        change(&filter)
        let assets = try fixture.catalog.assets(matching: filter)
        // Both ways agree.
        if let segments = try fixture.catalog.segmentIDs(matching: filter) {
            let records = try fixture.catalog.segments(ofAssets: assets)
            #expect(records.allSatisfy { segments.contains($0.id) })
            #expect(segments.count == records.count)
        }
        return assets
    }

    private func keywords(_ words: String..., phrases: [String] = []) throws -> [AssetID] {
        try fixture.catalog.keywordMatches(words, phrases: phrases, limit: 100).map(\.asset)
    }

    // MARK: Filters

    @Test func noConditionCostsNothing() throws {
        try add("/a", content: 1)
        #expect(
            try fixture.catalog.segmentIDs(matching: AssetFilter()) == nil)
        #expect(try assets { _ in }.count == 1)
    }

    @Test func foldersEndAtTheirNames() throws {
        let inside = try add("/a/b/c.jpg", content: 1)
        let beside = try add("/a/bc.jpg", content: 2)
        #expect(try assets { $0.folders = ["/a/b"] } == [inside])
        #expect(try assets { $0.folders = ["/a/bc.jpg"] } == [beside])
        #expect(try assets { $0.folders = ["/a/b", "/a/bc.jpg"] } == [inside, beside])
        #expect(try assets { $0.folders = ["/"] } == [inside, beside])
        // Seen there as well.
        try fixture.catalog.linkPath("/z/c.jpg", fingerprint: fingerprint(1), to: inside)
        #expect(try assets { $0.folders = ["/z"] } == [inside])
        #expect(
            try fixture.catalog.paths(ofAssets: [inside], preferring: ["/q", "/z"])
                == [inside: ["/z/c.jpg", "/a/b/c.jpg"]])
        #expect(
            throws: AssetFilterError.unknownFolder("/a/x", library: fixture.library)
        ) { try assets { $0.folders = ["/a", "/a/x"] } }
    }

    @Test func datesAreThoseOfCaptureElseOfTheFile() throws {
        let dated = try add("/a", content: 1) { $0.captured = 1_000_000 }
        // Its file's time is 1,700,000,000.
        let undated = try add("/b", content: 2)
        func at(_ seconds: Double) -> Date { Date(timeIntervalSince1970: seconds) }
        #expect(try assets { $0.until = at(1_000_001) } == [dated])
        #expect(try assets { $0.until = at(1_000_000) } == [])
        #expect(try assets { $0.from = at(1_000_000) } == [dated, undated])
        #expect(try assets { $0.from = at(1_000_001) } == [undated])
        #expect(try assets { $0.from = at(1_700_000_001) } == [])
    }

    @Test func timesFollowEveryChange() throws {
        func at(_ seconds: Int64) throws -> [AssetID] {
            try assets {
                $0.from = Date(timeIntervalSince1970: Double(seconds))
                $0.until = Date(timeIntervalSince1970: Double(seconds + 1))
            }
        }
        func file(_ seconds: Int64) -> FileFingerprint {
            FileFingerprint(size: 1, modified: seconds * 1_000_000_000, changed: 1, inode: 1)
        }
        let asset = try add("/a", content: 1)
        #expect(try at(1_700_000_000) == [asset])
        // Of several copies the oldest file tells best.
        try fixture.catalog.linkPath("/b", fingerprint: file(500), to: asset)
        #expect(try at(500) == [asset])
        try fixture.catalog.linkPath("/b", fingerprint: file(600), to: asset)
        #expect(try at(600) == [asset] && at(500) == [])
        var metadata = MediaMetadata()
        metadata.captured = 1000
        func describe() throws {
            try fixture.catalog.recordMetadata(
                RecordedMetadata(values: metadata, hasSound: false, version: 2), ofFileAt: "/a")
        }
        try describe()
        #expect(try at(1000) == [asset] && at(600) == [])
        metadata.captured = nil
        try describe()
        #expect(try at(600) == [asset] && at(1000) == [])
        // The path shows something else from now on.
        let other = try add("/c", content: 2)
        try fixture.catalog.linkPath("/b", fingerprint: file(700), to: other)
        #expect(try at(1_700_000_000) == [asset])
        #expect(try at(700) == [other])
        _ = try fixture.catalog.removePaths(under: ["/b"]) { _ in true }
        #expect(try at(1_700_000_000) == [asset, other])
    }

    @Test func sizesAndShapes() throws {
        let wide = try add("/a", content: 1, width: 2000, height: 1000)
        let tall = try add("/b", content: 2, width: 1000, height: 2001)
        let square = try add("/c", content: 3, width: 5, height: 5)
        #expect(try assets { $0.orientation = .landscape } == [wide])
        #expect(try assets { $0.orientation = .portrait } == [tall])
        #expect(try assets { $0.orientation = .square } == [square])
        #expect(try assets { $0.pixels.minimum = 2_000_001 } == [tall])
        #expect(try assets { $0.width.minimum = 1000 } == [wide, tall])
        #expect(try assets { $0.height.maximum = 1000 } == [wide, square])
    }

    @Test func lengthSoundAndType() throws {
        let photo = try add("/a", content: 1)
        let mute = try add("/b", content: 2, type: .video, duration: 10)
        let loud = try add("/c", content: 3, type: .video, duration: 90, hasSound: true)
        #expect(try assets { $0.duration.minimum = 0 } == [mute, loud])
        #expect(try assets { $0.duration.maximum = 89 } == [mute])
        #expect(try assets { $0.hasSound = true } == [loud])
        #expect(try assets { $0.types = [.image] } == [photo])
        let silent = try assets {
            $0.types = [.image, .video]
            $0.hasSound = false
        }
        #expect(silent == [photo, mute])
    }

    @Test func camerasRatingsAndTags() throws {
        let first = try add("/a", content: 1) {
            $0.camera = "Canon EOS_5D 100%"
            $0.rating = 4
            $0.tags = ["People/Family/Ada", "Sea"]
        }
        let second = try add("/b", content: 2) {
            $0.camera = "Nikon"
            $0.rating = -1
            $0.tags = ["sea", "ÉTÉ"]
        }
        #expect(try assets { $0.camera = "eos_5d" } == [first])
        #expect(try assets { $0.camera = "eos%5d" } == [])
        #expect(try assets { $0.camera = "100%" } == [first])
        #expect(try assets { $0.camera = "'; DROP TABLE asset" } == [])
        #expect(try assets { $0.rating = 3 } == [first])
        #expect(try assets { $0.rating = -1 } == [first, second])
        #expect(try assets { $0.tags = ["SEA"] } == [first, second])
        #expect(try assets { $0.tags = ["sea", "ada"] } == [first])
        #expect(try assets { $0.tags = ["people/family", "People / Family/ada"] } == [first])
        #expect(try assets { $0.tags = ["family/ada"] } == [])
        #expect(try assets { $0.tags = ["e\u{301}te\u{301}"] } == [second])
    }

    @Test(arguments: [
        // Munich; Fiji on both sides of the date line; the poles.
        (48.137, 11.575, 48.15, 11.58, 1.6), (-17.0, 179.9, -17.0, -179.9, 22),
        (-17.0, -179.9, -17.0, 179.9, 22), (90, 0, 89.9, 123, 12), (-89.99, 10, -89.99, -170, 3),
        (0, 0, 0, 1, 112),
    ])
    func placesAreNear(
        latitude: Double, longitude: Double, itsLatitude: Double, itsLongitude: Double,
        kilometres: Double
    ) throws {
        let asset = try add("/a", content: 1) {
            $0.place = Coordinate(latitude: itsLatitude, longitude: itsLongitude)
        }
        try add("/b", content: 2)
        let center = try #require(Coordinate(latitude: latitude, longitude: longitude))
        #expect(
            try assets { $0.area = .init(center: center, kilometres: kilometres) } == [asset])
        #expect(
            try assets { $0.area = .init(center: center, kilometres: 0.7 * kilometres) } == [])
        #expect(try assets { $0.area = .init(center: center, kilometres: 30_000) } == [asset])
    }

    @Test func contradictionsNameBothValues() throws {
        let moment = Date(timeIntervalSince1970: 0)
        #expect(throws: AssetFilterError.emptyPeriod(from: moment, until: moment)) {
            try assets {
                $0.from = moment
                $0.until = moment
            }
        }
        #expect(
            throws: AssetFilterError.contradiction("duration", minimum: "2.0 s", maximum: "1.0 s")
        ) { try assets { $0.duration = .init(minimum: 2, maximum: 1) } }
        let center = try #require(Coordinate(latitude: 0, longitude: 0))
        for kilometres in [0, -1, .nan, .infinity] {
            #expect(throws: AssetFilterError.self) {
                try assets { $0.area = .init(center: center, kilometres: kilometres) }
            }
        }
        #expect(Coordinate(latitude: 91, longitude: 0) == nil)
        #expect(Coordinate(latitude: 0, longitude: .nan) == nil)
    }

    // MARK: Keywords

    @Test func namesCaptionsAndTagsAreFound() throws {
        let photo = try add("/Urlaub/GardaSee2019/IMG_2041.jpg", content: 1) {
            $0.captions = ["Running dogs at the café"]
            $0.tags = ["People/Ada"]
        }
        try add("/other.png", content: 2)
        for words in ["urlaub", "garda", "2019", "img_2041", "2041", "dog", "RUN", "cafe", "ada"] {
            #expect(try keywords(words) == [photo], "\(words)")
        }
        #expect(try keywords("cat") == [])
        #expect(try keywords("cat", "dog") == [photo])
    }

    @Test func phrasesAreRequired() throws {
        let first = try add("/a", content: 1) { $0.captions = ["a red fox", "brown dog"] }
        let second = try add("/fox/b", content: 2) { $0.captions = ["a fox, red"] }
        #expect(try keywords("fox", phrases: ["red fox"]) == [first])
        #expect(Set(try keywords("red", "fox")) == [first, second])
        #expect(try keywords(phrases: ["red fox", "brown dog"]) == [first])
        #expect(try keywords(phrases: ["red fox", "brown cat"]) == [])
    }

    @Test func linesOfSubtitlesHaveTheirTimes() throws {
        let video = try add("/a", content: 1, type: .video, duration: 60) {
            $0.subtitles = [
                SubtitleLine(range: TimeRange(start: 1, end: 2), text: "Good morning"),
                SubtitleLine(range: TimeRange(start: 5, end: 7), text: "I'll be back"),
            ]
            $0.captions = ["A robot"]
        }
        let matches = try fixture.catalog.keywordMatches(["back"], limit: 10)
        #expect(matches.map(\.asset) == [video])
        #expect(matches.map(\.range) == [TimeRange(start: 5, end: 7)])
        // The phrases may stand in different texts.
        #expect(try keywords(phrases: ["be back", "robot"]).allSatisfy { $0 == video })
        #expect(try keywords(phrases: ["be back", "robot"]).count == 2)
    }

    @Test(arguments: [
        "AND", "\"", "NEAR(dog cat)", "line:dog", "dog*", "^dog", "-dog", "(", "dog\0cat",
        "words : x", "'", "; DROP TABLE path", "{a b}: c",
    ])
    func noWordIsSyntax(word: String) throws {
        try add("/b", content: 1) { $0.captions = ["something"] }
        _ = try keywords(word)
        _ = try keywords("x", phrases: [word])
    }

    @Test func whatTellsNothingMatchesNothing() throws {
        try add("/the/a/of", content: 1) { $0.captions = ["the a of ."] }
        #expect(try keywords("the", "A", "of") == [])
        #expect(try keywords("", "...", phrases: ["", "?!"]) == [])
        #expect(try keywords(String(repeating: "x", count: 100_000)) == [])
        let many = (0..<10_000).map { "word\($0)" }
        #expect(try fixture.catalog.keywordMatches(many, limit: 10).isEmpty)
        #expect(try fixture.catalog.keywordMatches(["the"], limit: 0).isEmpty)
    }

    @Test func wordsOfMostTextsArePassedOver() throws {
        let first = try add("/home/beach", content: 1)
        for number in 0..<1500 {
            try fixture.catalog.linkPath(
                "/home/\(number)", fingerprint: fingerprint(1), to: first)
        }
        #expect(try keywords("home") == [])
        #expect(try keywords("home", "beach") == [first])
        #expect(try keywords(phrases: ["home"]) == [first])
    }

    @Test func matchesTellWhichPartOfTheWordsTheyHave() throws {
        let both = try add("/dog/a.jpg", content: 1) { $0.captions = ["on a beach"] }
        let one = try add("/b.jpg", content: 2, type: .video, duration: 9) {
            $0.subtitles = [
                SubtitleLine(range: TimeRange(start: 1, end: 2), text: "a dog"),
                SubtitleLine(range: TimeRange(start: 3, end: 4), text: "a red kite"),
            ]
        }
        func shares(_ words: [String], phrases: [String] = []) throws -> [AssetID: Set<Double>] {
            let matches = try fixture.catalog.keywordMatches(words, phrases: phrases, limit: 9)
            return Dictionary(grouping: matches, by: \.asset).mapValues { Set($0.map(\.share)) }
        }
        #expect(try shares(["dogs", "on", "the", "beach"]) == [both: [1], one: [0.5]])
        #expect(try shares(["dog", "beach", "sun", "kite"]) == [both: [0.5], one: [0.5]])
        #expect(try shares(["dog"], phrases: ["red kite"]) == [one: [1]])
    }

    @Test func ofManyMatchesThoseWithTheBestWordsAreRanked() throws {
        for number in 1...200 as ClosedRange<UInt8> {
            try add("/dogs/\(number).jpg", content: number)
        }
        func matches(_ words: String..., limit: Int) throws -> [KeywordMatch] {
            try fixture.catalog.keywordMatches(words, limit: limit)
        }
        // Equally good ones come in the order of their ids.
        #expect(try matches("dog", limit: 3).map(\.asset) == [1, 2, 3])
        let beach = try add("/dogs/1/beach/z.jpg", content: 201)
        // The name alone is no better than those of others.
        let captioned = try add("/dogs/y.jpg", content: 202) { $0.captions = ["beach"] }
        let found = try matches("dog", "beach", limit: 50)
        #expect(Set(found.map(\.asset)) == [beach, captioned])
        #expect(found.allSatisfy { $0.share == 1 })
        #expect(try matches("dog", "beach", limit: 300).count == 202)
        // A short name counts for more.
        let short = try add("/dog.jpg", content: 203)
        #expect(try matches("dog", limit: 3).first?.asset == short)
    }

    @Test func keywordsKeepToTheFilter() throws {
        try add("/a/dog", content: 1)
        let second = try add("/b/dog", content: 2)
        var filter = AssetFilter()
        filter.folders = ["/b"]
        #expect(
            try fixture.catalog.keywordMatches(["dog"], matching: filter, limit: 9).map(\.asset)
                == [second])
    }

    // MARK: Upkeep

    @Test func keywordsFollowEveryChange() throws {
        let asset = try add("/old/name", content: 1) {
            $0.captions = ["first"]
            $0.tags = ["early"]
        }
        try fixture.catalog.linkPath("/new/copy", fingerprint: fingerprint(1), to: asset)
        #expect(try keywords("copy") == [asset])
        // A path is removed.
        _ = try fixture.catalog.removePaths(under: ["/old"]) { _ in true }
        #expect(try keywords("old") == [])
        #expect(try keywords("first") == [asset])
        // Its metadata is read again.
        var metadata = MediaMetadata()
        metadata.captions = ["second"]
        try fixture.catalog.recordMetadata(
            RecordedMetadata(values: metadata, hasSound: true, version: 2),
            ofFileAt: "/new/copy")
        #expect(try keywords("first", "early") == [])
        #expect(try keywords("second") == [asset])
        #expect(try assets { $0.tags = ["early"] } == [])
        #expect(
            try fixture.catalog.fileState(path: "/new/copy", in: fixture.space).metadataVersion
                == 2)
        // Its path shows other content, and the asset goes with the sweep.
        try add("/new/copy", content: 2) { $0.captions = ["third"] }
        try fixture.sweep()
        #expect(try keywords("second") == [])
        #expect(try keywords("copy").count == 1)
        // All goes, and the full-text indexes agree with their tables.
        _ = try fixture.catalog.removePaths(under: ["/"]) { _ in true }
        #expect(try keywords("copy", "third") == [])
        try DatabaseQueue(path: fixture.file).write { db in
            for table in ["path_text", "metadata_text", "subtitle_text"] {
                try db.execute(
                    sql: "INSERT INTO \(table) (\(table), rank) VALUES ('integrity-check', 1)")
            }
        }
    }
}
