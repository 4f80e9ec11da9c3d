import Testing

/// What a query is made of and what it finds are independent of each other.
extension SampleArchiveTests {
    /// A thing and where it must be among the first three.
    private struct Search {
        let query: [String]
        let type: String
        let path: String
        /// Seconds of the moment.
        var moment: ClosedRange<Double>?
    }

    func everyKindOfQueryFindsEveryType() throws {
        let koala = "/videos/clip-10.mp4"
        let shown = 14.72...19.0
        func picture(_ name: String) -> String { "\(sample.archive)/pictures/\(name).png" }
        let searches = [
            Search(query: ["a rooster"], type: "image", path: "/rooster.png"),
            Search(query: ["a rooster"], type: "audio", path: "/rooster.ogg"),
            Search(query: ["a koala"], type: "video", path: koala, moment: shown),
            Search(query: ["2*koala animal -bus"], type: "image", path: "/koala.png"),
            Search(
                query: ["--image", picture("animals/birds/rooster")], type: "audio",
                path: "/rooster.ogg"),
            Search(
                query: ["--image", picture("animals/marsupials/koala")], type: "video",
                path: koala, moment: shown),
            Search(
                query: ["--image", picture("animals/mammals/equines/zebra")], type: "image",
                path: "/zebra.png"),
            Search(
                query: ["--audio", sample.sound("062.ogg")], type: "image", path: "/violin.png"),
            Search(
                query: ["--audio", sample.sound("002.wav")], type: "audio", path: "/rooster.ogg"),
            Search(
                query: ["--audio", sample.sound("015.ogg")], type: "video",
                path: "/videos/clip-02.mp4", moment: 21.57...24.46),
            Search(
                query: ["--video", "\(sample.archive)\(koala)@14.72-19"], type: "image",
                path: "/koala.png"),
            Search(
                query: ["an animal", "--video", "0.5*\(sample.archive)\(koala)@0:15-0:19"],
                type: "video", path: koala, moment: shown),
        ]
        var missed: [String] = []
        for wanted in searches {
            let found = try search(wanted.query + ["--type", wanted.type, "--limit", "3"])
            let isFound = found.contains { result in
                guard path(result).hasSuffix(wanted.path) else { return false }
                guard let moment = wanted.moment else { return true }
                guard let start = result["start"] as? Double, let end = result["end"] as? Double
                else { return false }
                return start < moment.upperBound && end > moment.lowerBound
            }
            if !isFound { missed.append("\(wanted.query) → \(wanted.type)") }
        }
        #expect(missed.count <= 2, "not in the first three: \(missed)")
    }

    /// By ids: more of the same, and less of the other.
    func earlierResultsFindMore() throws {
        let violin = try #require(
            try search(["a violin", "--type", "image", "--limit", "1"]).first)
        let id = try #require(violin["id"] as? Int)
        let more = try search(["--like", "\(id)", "--type", "image"])
        #expect(!more.map(path).contains(path(violin)))
        #expect(more.prefix(5).contains { path($0).contains("/hobbies/music/") })

        let first = try #require(more.first)
        let other = try #require(first["id"] as? Int)
        let rest = try search([
            "--like", "\(id)", "--unlike", "\(other)", "--type", "image",
        ])
        #expect(!rest.map(path).contains(path(first)))
    }
}
