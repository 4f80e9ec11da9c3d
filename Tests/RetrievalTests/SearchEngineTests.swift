import Catalog
import Encoding
import Foundation
import MediaTypes
import Retrieval
import Testing

@Suite struct SearchEngineTests {
    private func search(
        _ library: TestLibrary, _ text: String = "a",
        types: Set<MediaType> = Set(MediaType.allCases), limit: Int = Query.defaultLimit
    ) throws -> [SearchResult] {
        let engine = try SearchEngine(catalog: library.catalog, space: .plain)
        let part = try Space.plain.part(of: .text(text))
        return try engine.search(Query([part], types: types, limit: limit)).results
    }

    @Test func photosAreRankedByCosine() throws {
        var library = try TestLibrary()
        for (name, cosine) in [("low", 0.2), ("high", 0.9), ("middle", 0.5)] as [(String, Float)] {
            try library.add("/photos/\(name).jpg", .image, [(.image, nil, vector(cosine))])
        }
        let results = try search(library)
        #expect(results.map(\.path) == ["high", "middle", "low"].map { "/photos/\($0).jpg" })
        #expect(results.map(\.rank) == [1, 2, 3])
        #expect(abs(results[0].score - 0.9) < 1e-6)
        #expect(results.allSatisfy { $0.range == nil && $0.matched == [.seen] })
        #expect(try search(library, limit: 2).map(\.rank) == [1, 2])
        #expect(try search(library, limit: 0).isEmpty)
    }

    @Test func assetAtSeveralPathsIsOneResult() throws {
        let library = try TestLibrary()
        for path in ["/z.jpg", "/a.jpg", "/m.jpg"] {
            try library.add(path, .image, [(.image, nil, vector(0.9))], content: 1)
        }
        let results = try search(library)
        #expect(results.count == 1)
        #expect(results.first?.path == "/a.jpg")
        #expect(results.first?.paths == ["/a.jpg", "/m.jpg", "/z.jpg"])
    }

    @Test func typesNarrowTheSearch() throws {
        var library = try TestLibrary()
        try library.add("/p.jpg", .image, [(.image, nil, vector(0.5))])
        try library.add("/r.wav", .audio, [(.audio, seconds(0, 5), vector(0.6))])
        try library.add(
            "/v.mp4", .video,
            [(.image, seconds(0, 9), vector(0.1)), (.audio, seconds(0, 5), vector(0.7))])
        #expect(try search(library).map(\.path) == ["/v.mp4", "/r.wav", "/p.jpg"])
        #expect(try search(library, types: [.image]).map(\.path) == ["/p.jpg"])
        #expect(try search(library, types: [.audio, .image]).map(\.path) == ["/r.wav", "/p.jpg"])
        #expect(try search(library, types: []).isEmpty)
    }

    @Test func momentOfALongVideoIsTight() throws {
        var library = try TestLibrary()
        // Windows of 5 s every 2.5 s over a minute; one of them has the sound.
        let windows = (0..<23).map { index -> TestLibrary.Part in
            let start = 2.5 * Double(index)
            return (.audio, seconds(start, start + 5), vector(index == 8 ? 0.8 : 0.1))
        }
        let frames = (0..<12).map { index -> TestLibrary.Part in
            (.image, seconds(5 * Double(index), 5 * Double(index + 1)), vector(0.3))
        }
        try library.add("/holiday.mp4", .video, windows + frames)
        let results = try search(library)
        #expect(results.count == 1)
        #expect(results.first?.range == seconds(20, 25))
        #expect(results.first?.matched == [.heard])
    }

    @Test func soundAndPictureMergeIntoOneMoment() throws {
        var library = try TestLibrary()
        try library.add(
            "/v.mp4", .video,
            [
                (.image, seconds(0, 10), vector(0.1)), (.image, seconds(10, 20), vector(0.75)),
                (.image, seconds(20, 60), vector(0.05)), (.audio, seconds(0, 5), vector(0)),
                (.audio, seconds(18, 23), vector(0.8)), (.audio, seconds(50, 55), vector(0.79)),
            ])
        let results = try search(library)
        #expect(results.map(\.range) == [seconds(10, 23), seconds(50, 55)])
        #expect(results.map(\.matched) == [[.seen, .heard], [.heard]])
        #expect(results.allSatisfy { $0.path == "/v.mp4" })
    }

    /// The best segments may all belong to one asset; others must still be found.
    @Test func assetOfManySegmentsLeavesRoomForOthers() throws {
        var library = try TestLibrary()
        let windows = (0..<500).map { index -> TestLibrary.Part in
            (.audio, seconds(Double(index), Double(index) + 1), vector(0.9))
        }
        try library.add("/long.wav", .audio, windows)
        for index in 0..<5 {
            let angle = Float(index)
            try library.add(
                "/\(index).wav", .audio,
                [(.audio, seconds(0, 1), [0.4, 0.9 * cos(angle), 0.9 * sin(angle), 0])])
        }
        let results = try search(library, limit: 6)
        #expect(results.count == 6)
        #expect(results.first?.path == "/long.wav")
        #expect(results.first?.range == seconds(0, 500))
        #expect(Set(results.dropFirst().map(\.path)) == Set((0..<5).map { "/\($0).wav" }))
    }

    @Test func emptyLibrarySaysSo() throws {
        let library = try TestLibrary()
        #expect(throws: SearchError.emptyLibrary(folder: library.folder.path)) {
            try search(library)
        }
    }

    @Test func otherSpaceIsNamed() throws {
        var library = try TestLibrary(
            space: Space(name: "clip", identity: "clip-7", dimension: 4, preprocessingVersion: 1))
        try library.add("/p.jpg", .image, [(.image, nil, vector(0.5))])
        #expect(throws: SearchError.otherSpace(asked: "plain", indexed: ["clip"])) {
            try search(library)
        }
    }

    @Test func missingEncoderIsNamed() {
        #expect(throws: SearchError.missingEncoder(.audio, space: "plain")) {
            try Space.plain.embedding(
                of: .audio(AudioBuffer(sampleRate: 8000, samples: [0, 1])))
        }
    }

    @Test func resultIsWrittenAsTheContractSays() throws {
        var library = try TestLibrary()
        try library.add("/p.jpg", .image, [(.image, nil, [1, 0, 0, 0])])
        try library.add(
            "/v.mp4", .video,
            [
                (.audio, seconds(1.5, 6.5), [0.6, 0.8, 0, 0]),
                (.image, seconds(2, 4), [0.6, 0.8, 0, 0]),
            ])
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let lines = try search(library).map {
            String(decoding: try encoder.encode($0), as: UTF8.self)
        }
        #expect(
            lines == [
                #"{"end":null,"id":1,"matched":["seen"],"path":"/p.jpg","rank":1,"score":1,"start":null,"type":"image"}"#,
                #"{"end":6.5,"id":2,"matched":["heard","seen"],"path":"/v.mp4","rank":2,"score":0.6,"start":1.5,"type":"video"}"#,
            ])
    }
}
