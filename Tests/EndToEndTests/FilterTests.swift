import Foundation
import TestSupport
import Testing

/// Filters and their refusals, over the command line; the starter space must be installed.
@Suite struct FilterTests {
    private let folder: TemporaryDirectory
    private var archive: String { folder.path + "/archive" }

    init() throws {
        folder = try TemporaryDirectory()
        for (name, colour, date, place) in [
            ("lake/old.mp4", "blue", "2019-07-01T12:00:00Z", "+45.6500+010.6900/"),
            ("town/new.mp4", "red", "2024-05-17T12:00:00Z", "+48.1372+011.5756/"),
        ] {
            try FFmpeg.run([
                "-f", "lavfi", "-i", "color=\(colour):s=160x120:d=3", "-metadata",
                "creation_time=\(date)", "-metadata", "location=\(place)", "-metadata",
                "title=A film", folder.file("archive/" + name),
            ])
        }
        try FFmpeg.run([
            "-f", "lavfi", "-i", "mandelbrot=s=320x240", "-frames:v", "1",
            folder.file("archive/town/square.png"),
        ])
        _ = try folder.write(
            Array(
                """
                <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
                xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
                rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
                xmlns:dc="http://purl.org/dc/elements/1.1/"><xmp:Rating>5</xmp:Rating>
                <dc:subject><rdf:Bag><rdf:li>Holiday</rdf:li></rdf:Bag></dc:subject>
                </rdf:Description></rdf:RDF></x:xmpmeta>
                """.utf8), to: "archive/town/square.png.xmp")
    }

    private func trove(_ arguments: [String]) throws -> TroveProcess.Result {
        try TroveProcess.run(
            arguments, environment: ["TROVE_LIBRARY": folder.path + "/library", "TZ": "UTC"])
    }

    /// The names of what is found.
    private func names(_ filters: String...) throws -> Set<String> {
        let result = try trove(["search", "a picture", "--json", "--no-cutoff"] + filters)
        #expect(result.status == 0, "\(result.errors)")
        if result.output.isEmpty { #expect(result.errors.contains("no file meets the filters")) }
        return Set(
            try result.objects().compactMap { ($0["path"] as? String)?.split(separator: "/").last }
                .map(String.init))
    }

    @Test func filtersReachTheSearch() throws {
        #expect(try trove(["index", archive]).status == 0)
        #expect(try names() == ["old.mp4", "new.mp4", "square.png"])
        #expect(try names("--in", archive + "/lake") == ["old.mp4"])
        let file = archive + "/town/square.png"
        #expect(try names("--in", archive + "/lake/", "--in", file) == ["old.mp4", "square.png"])
        #expect(try names("--after", "2020", "--type", "video") == ["new.mp4"])
        #expect(try names("--before", "2019-07-01") == ["old.mp4"])
        #expect(try names("--before", "2019-06") == [])
        #expect(try names("--near", "48.14,11.58,2km") == ["new.mp4"])
        #expect(try names("--near", "-48.14,11.58,2km") == [])
        #expect(try names("--rating", "4") == ["square.png"])
        #expect(try names("--tag", "holiday") == ["square.png"])
        #expect(try names("--longer", "2", "--orientation", "landscape").count == 2)
        #expect(try names("--has-sound") == [])
        #expect(try names("--min-pixels", "300x200") == ["square.png"])

        let queries = try folder.write(
            Array("query,relevant_path\na red film,new.mp4\n".utf8), to: "queries.csv")
        let report = try trove(
            ["eval", "--queries", queries, "--json", "--in", archive + "/town", "--type", "video"])
        #expect(try report.objects().first?["recall@1"] as? Double == 1)

        let unknown = try trove(["search", "a", "--in", archive + "/nowhere"])
        #expect(unknown.status == 1 && unknown.output.isEmpty)
        #expect(unknown.errors.contains(archive + "/nowhere"))
        #expect(unknown.errors.split(separator: "\n").count == 1)
    }

    @Test(arguments: [
        "--after 2024-06 --before 2024-05", "--longer 9 --shorter 3", "--near 91,0,1",
        "--near 1,2", "--after May", "--rating 7", "--min-pixels huge", "--orientation round",
    ])
    func wrongFiltersAreExplained(filters: String) throws {
        let result = try trove(["search", "a"] + filters.split(separator: " ").map(String.init))
        #expect(result.status == 2 && result.output.isEmpty)
        #expect(result.errors.hasPrefix("Error: "))
    }
}
