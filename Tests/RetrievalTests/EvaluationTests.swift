import Foundation
import MediaTypes
import TestSupport
import Testing

@testable import Retrieval

@Suite struct EvaluationTests {
    private func found(_ results: [SearchResult]) -> SearchAnswer {
        SearchAnswer(
            results: results.filter { $0.rejection == nil },
            rejected: results.filter { $0.rejection != nil }, hasSearchable: true, fallbacks: [])
    }

    private func result(
        _ rank: Int, _ path: String, asset: Int64, range: TimeRange? = nil,
        similar: [String] = [], rejection: Rejection? = nil
    ) -> SearchResult {
        SearchResult(
            rank: rank, id: 1, asset: asset, paths: [path],
            type: range == nil ? .image : .video, range: range, duration: nil, score: 0.5,
            evidence: [], similar: similar, trail: [], rejection: rejection)
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
            found(
                (1...3).map { result($0, "/v.mp4", asset: 1, range: seconds(0, 1)) }
                    + [result(4, "/y.jpg", asset: 2), result(5, "/x.jpg", asset: 3)]))
        evaluation.add(query, found([result(1, "/x.jpg", asset: 3)]))
        evaluation.add(query, found([result(1, "/z.jpg", asset: 4)]))
        evaluation.add(
            query,
            found(
                (1...6).map { result($0, "/\($0).jpg", asset: Int64(10 + $0)) }
                    + [result(7, "/x.jpg", asset: 3)]))
        let report = evaluation.report
        #expect(report.queries == 4 && evaluation.missed == 1)
        #expect(report.recallAt1 == 0.25 && report.recallAt5 == 0.5 && report.recallAt10 == 0.75)
        #expect(report.medianRank == 4.5)
        #expect(report.momentRecallAt1 == nil)
    }

    @Test func medianIsUnknownWhereHalfIsNotFound() {
        var evaluation = Evaluation()
        let query = EvaluationQuery(query: "q", relevant: [.init(path: "x.jpg")])
        evaluation.add(query, found([result(1, "/x.jpg", asset: 1)]))
        evaluation.add(query, found([]))
        #expect(evaluation.report.medianRank == nil)
    }

    @Test func momentsAreJudgedByTheFirstResult() {
        var evaluation = Evaluation()
        func add(_ path: String, _ range: TimeRange?) {
            evaluation.add(
                EvaluationQuery(
                    query: "q",
                    relevant: [
                        .init(path: "v.mp4", range: seconds(10, 20)), .init(path: "v.mp4"),
                        .init(path: "w.mp4", range: seconds(50, 60)),
                    ]),
                self.found([result(1, path, asset: 1, range: range)]))
        }
        add("/v.mp4", seconds(10, 20))  // 1.0
        add("/v.mp4", seconds(10, 16))  // 0.6
        add("/v.mp4", seconds(50, 60))  // the right moment of another video
        add("/v.mp4", nil)
        add("/z.mp4", seconds(10, 20))
        evaluation.add(
            EvaluationQuery(query: "no moment", relevant: [.init(path: "v.mp4")]), found([]))
        #expect(evaluation.report.momentRecallAt1 == ["0.3": 0.4, "0.5": 0.4, "0.7": 0.2])
    }

    @Test func gainFallsWithTheRankAndIsRelativeToTheBestPossible() {
        var evaluation = Evaluation()
        let query = EvaluationQuery(
            query: "q", relevant: [.init(path: "x.jpg"), .init(path: "y.jpg")])
        evaluation.add(
            query,
            found([
                result(1, "/x.jpg", asset: 1), result(2, "/z.jpg", asset: 2),
                result(3, "/y.jpg", asset: 3),
            ]))
        // (1 / log₂ 2 + 1 / log₂ 4) / (1 / log₂ 2 + 1 / log₂ 3)
        #expect(abs(evaluation.report.ndcgAt10 - 1.5 / 1.6309298) < 1e-6)
    }

    @Test func averagePrecisionCountsEachTrueMomentOnce() {
        var evaluation = Evaluation()
        let query = EvaluationQuery(
            query: "q",
            relevant: [
                .init(path: "v.mp4", range: seconds(0, 10)),
                .init(path: "v.mp4", range: seconds(20, 30)),
            ])
        func moment(_ rank: Int, _ start: Double) -> SearchResult {
            result(rank, "/v.mp4", asset: 1, range: seconds(start, start + 10))
        }
        evaluation.add(query, found([moment(1, 0), moment(2, 1), moment(3, 21)]))
        // Right at 1 and 3: (1/1 + 2/3) / 2.
        #expect(abs((evaluation.report.momentMAP ?? 0) - 5.0 / 6) < 1e-9)
        #expect(evaluation.report.momentRecallAt3?["0.7"] == 1)
    }

    @Test func cutOffIsJudgedByWhatItKeepsAndSilences() {
        var evaluation = Evaluation()
        let answerable = EvaluationQuery(query: "q", relevant: [.init(path: "x.jpg")])
        let unanswerable = EvaluationQuery(query: "taxes", relevant: [])
        evaluation.add(answerable, found([result(1, "/x.jpg", asset: 1)]))
        evaluation.add(
            answerable,
            found([
                result(1, "/y.jpg", asset: 2), result(0, "/x.jpg", asset: 1, rejection: .chance),
            ]))
        evaluation.add(unanswerable, found([]))
        evaluation.add(unanswerable, found([result(0, "/x.jpg", asset: 1, rejection: .chance)]))
        evaluation.add(unanswerable, found([result(1, "/x.jpg", asset: 1)]))
        let report = evaluation.report
        #expect(report.queries == 2 && report.recallAt1 == 0.5 && report.recallAt5 == 1)
        #expect(report.kept == 0.5)
        #expect(abs((report.silent ?? 0) - 2.0 / 3) < 1e-9)
    }

    @Test func nearDuplicateCountsWhereItsResultDoes() {
        var evaluation = Evaluation()
        evaluation.add(
            EvaluationQuery(query: "q", relevant: [.init(path: "x.jpg")]),
            found([result(1, "/y.jpg", asset: 2, similar: ["/x.jpg"])]))
        #expect(evaluation.report.recallAt1 == 1)
    }

    @Test func reportIsWrittenAsTheContractSays() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let report = EvaluationReport(
            queries: 4, recallAt1: 0.25, recallAt5: 0.5, recallAt10: 1, medianRank: nil,
            ndcgAt10: 0.5, momentRecallAt1: ["0.3": 1, "0.5": 0.5, "0.7": 0],
            momentRecallAt3: nil, momentMAP: nil, kept: 0.75, silent: nil)
        let json = String(decoding: try encoder.encode(report), as: UTF8.self)
        #expect(
            json == #"{"kept":0.75,"median_rank":null,"#
                + #""moment_recall@1":{"0.3":1,"0.5":0.5,"0.7":0},"ndcg@10":0.5,"queries":4,"#
                + #""recall@1":0.25,"recall@10":1,"recall@5":0.5}"#)
        #expect(try JSONDecoder().decode(EvaluationReport.self, from: Data(json.utf8)) == report)
    }
}
