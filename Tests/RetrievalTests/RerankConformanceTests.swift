import Catalog
import Foundation
import MediaTypes
import TestSupport
import Testing

@testable import Retrieval

/// What every rerank stage must do. A new stage is a line in `stages`.
@Suite struct RerankConformanceTests {
    enum Stage: String, CaseIterable {
        case crops, agreement, keywords, unwanted, external, cutoff, duplicates, diversity
    }

    private var library: TestLibrary
    private let script: String

    init() throws {
        library = try TestLibrary()
        for (name, cosine) in [
            ("dog", 0.9), ("copy", 0.899), ("dog at sea", 0.7), ("cat", 0.55), ("dogs/far", -0.4),
        ] as [(String, Float)] {
            try library.add("/photos/\(name).jpg", .image, [(.image, nil, vector(cosine))])
        }
        try library.add("/other.jpg", .image, [(.image, nil, [0.5, 0, 0.8, 0])])
        try library.addPhoto(
            "/large.jpg", whole: [0.3, 0.4, 0, 0.8],
            crops: [
                (Crop(left: 0, top: 0, width: 0.6, height: 1), [0.8, 0.5, 0, 0]),
                (Crop(left: 0.4, top: 0, width: 0.6, height: 1), [0.1, 0.4, 0, 0.8]),
            ])
        var metadata = MediaMetadata()
        metadata.subtitles = [SubtitleLine(range: seconds(41, 43), text: "What a dog!")]
        try library.add(
            "/holiday.mp4", .video,
            [
                (.image, seconds(0, 10), vector(0.8)), (.audio, seconds(2, 7), vector(0.75)),
                (.image, seconds(10, 40), vector(0)), (.image, seconds(40, 60), vector(-0.1)),
            ], metadata)
        try library.add("/bark.wav", .audio, [(.audio, seconds(0, 5), vector(0.3))])
        try library.recordFloors()
        script = try RerankScript.keepingOrder.write(to: library.folder)
    }

    private func stage(_ stage: Stage) throws -> any RerankStage {
        switch stage {
        case .crops: CropStage()
        case .agreement: AgreementStage()
        case .keywords: KeywordStage()
        case .unwanted: UnwantedStage()
        case .external:
            ExternalStage(
                command: try ExternalCommand(script, seconds: 30), text: "dog", files: []
            ) { Issue.record($0) }
        case .cutoff: CutoffStage()
        case .duplicates: DuplicateStage()
        case .diversity: DiversityStage()
        }
    }

    private func query(phrases: [String] = [], limit: Int = 20) throws -> Query {
        try Query(
            [.letters("a")], without: [.letters("c")], words: ["dog", "sea"], phrases: phrases,
            limit: limit)
    }

    /// What tells candidates apart.
    private struct Find: Hashable {
        let asset: AssetID
        let range: TimeRange?

        init(_ candidate: Candidate) {
            asset = candidate.asset.id
            range = candidate.moment.range
        }
    }

    @Test func everyStageIsCovered() throws {
        let external = try #require(try stage(.external) as? ExternalStage)
        let names = RerankStages.stages(external: external, isDiverse: true).map {
            type(of: $0).name
        }
        #expect(Set(names) == Set(Stage.allCases.map(\.rawValue)))
        #expect(names.count == Stage.allCases.count)
    }

    @Test(arguments: Stage.allCases)
    func candidatesAreKeptAndNoneInvented(_ name: Stage) throws {
        let search = try library.context(query())
        let before = try search.candidates()
        let after = try search.candidates(after: stage(name))
        #expect(Set(after.map(Find.init)).count == after.count)
        #expect(Set(after.map(Find.init)).isSuperset(of: before.map(Find.init)))
        let assets = try library.catalog.assets(ids: after.map(\.asset.id))
        #expect(after.allSatisfy { assets[$0.asset.id] == $0.asset })
        let segments = Set(after.flatMap { $0.moment.evidence.values.map(\.id) })
        #expect(try library.catalog.segments(ids: Array(segments)).count == segments.count)
        #expect(after.allSatisfy { !$0.moment.evidence.isEmpty })
    }

    @Test(arguments: Stage.allCases)
    func scoresStayBetweenZeroAndOne(_ name: Stage) throws {
        let after = try library.context(query()).candidates(after: stage(name))
        #expect(after.allSatisfy { (0...1).contains($0.score) })
    }

    @Test(arguments: Stage.allCases)
    func nothingStaysNothingWhereNothingMatches(_ name: Stage) throws {
        let search = try library.context(Query([.letters("a")], words: ["zebra"]))
        #expect(try stage(name).rerank([], in: search).isEmpty)
    }

    @Test(arguments: Stage.allCases)
    func answersAreTheSameEveryTime(_ name: Stage) throws {
        func answer() throws -> [String] {
            try library.context(query()).candidates(after: stage(name)).map {
                "\($0.asset.path) \($0.score) \(String(describing: $0.rejection)) \($0.similar)"
            }
        }
        #expect(try answer() == answer())
    }

    @Test(arguments: Stage.allCases)
    func rejectedStayRejected(_ name: Stage) throws {
        let search = try library.context(query(phrases: ["at sea"]))
        var candidates = try search.candidates()
        for index in candidates.indices { candidates[index].reject(.unwanted(part: 7)) }
        let before = Set(candidates.map(Find.init))
        for candidate in try stage(name).rerank(candidates, in: search)
        where before.contains(Find(candidate)) {
            #expect(candidate.rejection == .unwanted(part: 7))
        }
    }

    @Test(arguments: Stage.allCases)
    func limitsHold(_ name: Stage) throws {
        let engine = try library.engine()
        for limit in [0, 1, 3, .max] {
            let answer = try engine.search(query(limit: limit), stages: [stage(name)])
            #expect(answer.results.count <= limit)
            #expect(answer.results.indices.allSatisfy { answer.results[$0].rank == $0 + 1 })
            let scores = answer.results.map(\.score)
            #expect(scores == scores.sorted(by: >))
            #expect(answer.results.allSatisfy { $0.trail.map(\.stage).last == name.rawValue })
        }
    }

    @Test(arguments: Stage.allCases)
    func typesAndFiltersHold(_ name: Stage) throws {
        var filter = AssetFilter()
        filter.folders = ["/photos"]
        let filtered = try Query([.letters("a")], words: ["dog"], filter: filter)
        for candidate in try library.context(filtered).candidates(after: stage(name)) {
            #expect(candidate.asset.path.hasPrefix("/photos/"))
        }
        let videos = try Query([.letters("a")], words: ["dog"], types: [.video])
        for candidate in try library.context(videos).candidates(after: stage(name)) {
            #expect(candidate.asset.type == .video)
        }
    }
}
