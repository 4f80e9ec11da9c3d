import Foundation
import TestSupport
import Testing

/// Finds real things with the starter space in a part of the sample archive.
///
/// The bounds are wide: they tell a space that works from one that doesn't, not a good one from a
/// better. `trove eval` on the whole archive measures that.
///
/// `make test` builds the archive and names it in `TROVE_SAMPLE_ARCHIVE`; without it there is
/// nothing to look into, and the suite is skipped.
@Suite(
    .enabled(
        if: SampleArchive.path != nil,
        "TROVE_SAMPLE_ARCHIVE must name what Scripts/sample-archive/build.py made"))
struct SampleArchiveTests {
    let sample: SampleArchive

    init() throws {
        sample = try SampleArchive()
    }

    private func search(_ arguments: String...) throws -> [[String: Any]] {
        try search(arguments)
    }

    /// Without a cut-off, as evaluations search.
    func search(_ arguments: [String]) throws -> [[String: Any]] {
        let result = try TroveProcess.run(
            ["search", "--json", "--no-cutoff", "--library", sample.library] + arguments)
        #expect(result.status == 0, "\(result.errors)")
        return try result.objects()
    }

    func path(_ result: [String: Any]) -> String { result["path"] as? String ?? "" }

    @Test func thingsAreFoundInRealMedia() throws {
        let indexed = try TroveProcess.run(
            ["index", sample.archive, "--json", "--library", sample.library])
        #expect(indexed.status == 0, "\(indexed.errors)")
        #expect(
            try indexed.objects().first?["indexed"] as? [String: Int] == [
                "image": SampleArchive.pictures.count, "audio": SampleArchive.sounds.count,
                "video": SampleArchive.videos.count,
            ])
        try textsFindPictures()
        try soundsFindTheirRecordings()
        try soundsFindMomentsOfVideos()
        try everyKindOfQueryFindsEveryType()
        try earlierResultsFindMore()
    }

    private func textsFindPictures() throws {
        let queries = [
            ("an apple", "apple_red"), ("a zebra", "zebra"), ("strawberry", "strawberry"),
            ("a guitar", "guitar_classical"), ("an elephant in the wild", "elephant"),
            ("a penguin", "penguin"), ("a fire engine", "firetruck"), ("a teapot", "teapot"),
            ("a hammer", "hammer"), ("drums", "drumkit"), ("an old camera", "camera_35mm"),
            ("a black cat", "blackcat"), ("two dogs looking out of a window", "friends"),
            ("a suspension bridge", "Bridge"), ("snowy mountains", "picosdeeuropa"),
        ]
        var missed: [String] = []
        for (text, name) in queries {
            let found = try search(text, "--type", "image", "--limit", "5").map(path)
            if !found.contains(where: { ($0 as NSString).lastPathComponent.hasPrefix(name) }) {
                missed.append(text)
            }
        }
        #expect(missed.count <= queries.count / 4, "not in the first five: \(missed)")
    }

    /// The query sounds are louder or quieter, cut and mixed with noise.
    private func soundsFindTheirRecordings() throws {
        let queries = try sample.queries("sound-to-sound.csv")
        try #require(queries.count >= 12)
        var missed: [String] = []
        var first = 0
        for query in queries {
            let found = try search("--audio", query.sound, "--type", "audio", "--limit", "3")
                .map(path)
            if !found.contains(where: { $0.hasSuffix(query.path) }) { missed.append(query.path) }
            if found.first?.hasSuffix(query.path) == true { first += 1 }
        }
        #expect(missed.count <= queries.count / 2, "not in the first three: \(missed)")

        // An evaluation says the same.
        let lines = queries.map { "\($0.sound),\($0.path)" }
        let file = try sample.folder.write(
            Array((["query,relevant_path"] + lines).joined(separator: "\n").utf8), to: "sounds.csv")
        let report = try #require(
            try TroveProcess.run([
                "eval", "--queries", file, "--type", "audio", "--json", "--library", sample.library,
            ]).objects().first)
        #expect(report["queries"] as? Int == queries.count)
        let recall = try #require(report["recall@1"] as? Double)
        #expect(abs(recall - Double(first) / Double(queries.count)) < 1e-9)
    }

    private func soundsFindMomentsOfVideos() throws {
        let queries = try sample.queries("sound-to-video.csv")
        try #require(queries.count >= 6)
        var missed: [String] = []
        for query in queries {
            let found = try #require(
                try search("--audio", query.sound, "--type", "video", "--limit", "1").first)
            let (start, end) = (
                try #require(found["start"] as? Double), try #require(found["end"] as? Double)
            )
            let truth = try #require(query.moment)
            if !path(found).hasSuffix(query.path) || start >= truth.end || end <= truth.start {
                missed.append("\(query.sound) in \(query.path)")
            }
        }
        #expect(missed.count <= queries.count / 3, "not at first: \(missed)")
    }
}
