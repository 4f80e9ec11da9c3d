import Foundation
import MediaTypes
import TestSupport
import Testing

@testable import Retrieval

@Suite struct EvaluationTests {
    private func result(
        _ rank: Int, _ path: String, asset: Int64, range: TimeRange? = nil
    ) -> SearchResult {
        SearchResult(
            rank: rank, id: 1, asset: asset, paths: [path],
            type: range == nil ? .image : .video, range: range, duration: nil, score: 0.5,
            evidence: [],
            similar: [], trail: [], rejection: nil)
    }

    @Test func queriesAreReadWithTheirRelevantPaths() throws {
        let queries = try EvaluationQuery.parse(
            """
            query,relevant_path,start,end
            dog,/p/dog.jpg,,
            "bark, loud",v.mp4,12.5,17.5
            dog,/p/puppy.jpg,,

            """)
        #expect(
            queries == [
                EvaluationQuery(
                    query: "dog",
                    relevant: [.init(path: "/p/dog.jpg"), .init(path: "/p/puppy.jpg")]),
                EvaluationQuery(
                    query: "bark, loud",
                    relevant: [.init(path: "v.mp4", range: seconds(12.5, 17.5))]),
            ])
        #expect(
            try EvaluationQuery.parse("relevant_path,query\nx.jpg,cat")
                == [EvaluationQuery(query: "cat", relevant: [.init(path: "x.jpg")])])
    }

    @Test(arguments: [
        ("", nil), ("query,relevant_path\n", nil), ("text,path\na,b", 1),
        ("query,relevant_path\na", 2), ("query,relevant_path\n,b", 2),
        ("query,relevant_path,start,end\na,b,5,1", 2),
        ("query,relevant_path,start,end\na,b,5,", 2),
        ("query,relevant_path,start,end\na,b,x,y", 2),
        ("query,relevant_path,start,end\na,b,nan,nan", 2),
    ])
    func malformedQueriesAreRefused(text: String, line: Int?) throws {
        let error = try #require(throws: EvaluationError.self) {
            try EvaluationQuery.parse(text)
        }
        switch error {
        case .malformedCSV(let found, _): #expect(found == line)
        default: #expect(error == .noQueries && line == nil)
        }
    }

    @Test func relevantPathIsWholeOrEndsAtAFolder() {
        let relevant = EvaluationQuery.Relevant(path: "b/c.jpg")
        #expect(relevant.names(["/x.jpg", "/a/b/c.jpg"]))
        #expect(!relevant.names(["/a/bb/c.jpg"]))
        #expect(!relevant.names(["/a/ab/c.jpg"]))
        #expect(EvaluationQuery.Relevant(path: "/a/c.jpg").names(["/a/c.jpg"]))
        #expect(!EvaluationQuery.Relevant(path: "c.jpg").names(["/a/cc.jpg"]))
    }

    @Test func existingFileIsAFileQuery() throws {
        let folder = try TemporaryDirectory()
        let file = try folder.write([1], to: "sounds/bark.wav")
        func query(_ text: String) -> EvaluationQuery { .init(query: text, relevant: []) }
        #expect(try query("sounds/bark.wav").file(in: folder.path) == file)
        #expect(try query(file).file(in: "/elsewhere") == file)
        #expect(try query("sounds").file(in: folder.path) == nil)
        #expect(try query("a dog").file(in: folder.path) == nil)
        #expect(try query("A dog. And a cat.").file(in: folder.path) == nil)
    }

    @Test(arguments: ["sounds/none.wav", "none.JPG", "folder.jpg", "/none/film.mp4"])
    func missingFileIsNoTextQuery(name: String) throws {
        let folder = try TemporaryDirectory()
        // A folder with the name of a file is none.
        _ = try folder.file("folder.jpg/inside")
        let path = name.hasPrefix("/") ? name : folder.path + "/" + name
        #expect(throws: EvaluationError.missingFile(path: path)) {
            try EvaluationQuery(query: name, relevant: []).file(in: folder.path)
        }
    }

    @Test func recallAndMedianCountAssetsOnce() throws {
        var evaluation = Evaluation()
        let query = EvaluationQuery(
            query: "q", relevant: [.init(path: "x.jpg"), .init(path: "y.jpg")])
        // Three moments of one video stand before it: rank 2.
        evaluation.add(
            query,
            results: (1...3).map { result($0, "/v.mp4", asset: 1, range: seconds(0, 1)) }
                + [result(4, "/y.jpg", asset: 2), result(5, "/x.jpg", asset: 3)])
        evaluation.add(query, results: [result(1, "/x.jpg", asset: 3)])
        evaluation.add(query, results: [result(1, "/z.jpg", asset: 4)])
        evaluation.add(
            query,
            results: (1...6).map { result($0, "/\($0).jpg", asset: Int64(10 + $0)) }
                + [result(7, "/x.jpg", asset: 3)])
        let report = evaluation.report
        #expect(report.queries == 4 && evaluation.missed == 1)
        #expect(report.recallAt1 == 0.25 && report.recallAt5 == 0.5 && report.recallAt10 == 0.75)
        #expect(report.medianRank == 4.5)
        #expect(report.momentRecallAt1 == nil)
    }

    @Test func medianIsUnknownWhereHalfIsNotFound() {
        var evaluation = Evaluation()
        let query = EvaluationQuery(query: "q", relevant: [.init(path: "x.jpg")])
        evaluation.add(query, results: [result(1, "/x.jpg", asset: 1)])
        evaluation.add(query, results: [])
        #expect(evaluation.report.medianRank == nil)
    }

    @Test func momentsAreJudgedByTheFirstResult() {
        var evaluation = Evaluation()
        func add(_ path: String, _ found: TimeRange?) {
            evaluation.add(
                EvaluationQuery(
                    query: "q",
                    relevant: [
                        .init(path: "v.mp4", range: seconds(10, 20)), .init(path: "v.mp4"),
                        .init(path: "w.mp4", range: seconds(50, 60)),
                    ]),
                results: [result(1, path, asset: 1, range: found)])
        }
        add("/v.mp4", seconds(10, 20))  // 1.0
        add("/v.mp4", seconds(10, 16))  // 0.6
        add("/v.mp4", seconds(50, 60))  // the right moment of another video
        add("/v.mp4", nil)
        add("/z.mp4", seconds(10, 20))
        evaluation.add(
            EvaluationQuery(query: "no moment", relevant: [.init(path: "v.mp4")]), results: [])
        #expect(evaluation.report.momentRecallAt1 == ["0.3": 0.4, "0.5": 0.4, "0.7": 0.2])
    }

    @Test func reportIsWrittenAsTheContractSays() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let report = EvaluationReport(
            queries: 4, recallAt1: 0.25, recallAt5: 0.5, recallAt10: 1, medianRank: nil,
            momentRecallAt1: ["0.3": 1, "0.5": 0.5, "0.7": 0])
        let json = String(decoding: try encoder.encode(report), as: UTF8.self)
        #expect(
            json == #"{"median_rank":null,"moment_recall@1":{"0.3":1,"0.5":0.5,"0.7":0},"#
                + #""queries":4,"recall@1":0.25,"recall@10":1,"recall@5":0.5}"#)
        #expect(try JSONDecoder().decode(EvaluationReport.self, from: Data(json.utf8)) == report)
    }
}
