import ArgumentParser
import Encoding
import Foundation
import MediaTypes
import Retrieval

struct EvalCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Measures how often searches find what they should.",
        discussion: """
            The queries are a CSV file with the columns query,relevant_path[,start,end], named in \
            its first line. A query is a text, or the path of a picture or sound, from the CSV \
            file's folder or absolute. A relevant path is absolute, or the end of one. Lines with \
            the same query name several relevant files. Start and end are the seconds of the true \
            moment.
            """)

    @Option(help: ArgumentHelp("The queries, a CSV file.", valueName: "file"))
    var queries: String

    @Option(help: "What to find, separated by commas.")
    var type = MediaTypeList.all

    @OptionGroup(title: "Filters") var filters: FilterOptions
    @OptionGroup var space: SearchSpaceOptions
    @OptionGroup var options: LibraryOptions

    func run() throws {
        let file = FilePath.absolute(queries)
        let folder = (file as NSString).deletingLastPathComponent
        let queries = try EvaluationQuery.read(file: file)
        // All are looked for before the first, long search.
        let files = try queries.map { query throws(EvaluationError) in
            try query.file(in: folder)
        }
        let session = try SearchSession(
            folder: options.folder, space: space.space, modalities: Set(Modality.allCases))
        let filter = try filters.filter(for: session.catalog)
        var evaluation = Evaluation()
        for (query, file) in zip(queries, files) {
            let input =
                try file.map { try QueryFile.any($0, for: session.space) }
                ?? .text(query.query)
            // Ranks are counted through the whole library.
            let answer = try session.engine.search(
                Query(
                    [session.space.part(of: input)], types: type.types, filter: filter, limit: .max,
                    dropsChance: false))
            evaluation.add(query, results: answer.results)
        }
        if evaluation.missed > 0 {
            StandardError.write(
                "\(HumanFormat.count(evaluation.missed)) of \(HumanFormat.count(queries.count)) "
                    + "queries have no relevant file in this library, or none of the wanted type.")
        }
        let report = evaluation.report
        if options.json {
            try JSONLine.write(report)
        } else {
            for line in Self.lines(report) { StandardOutput.write(line) }
        }
    }

    private static func lines(_ report: EvaluationReport) -> [String] {
        func percent(_ part: Double) -> String { String(format: "%.1f %%", 100 * part) }
        var table = Table([.left, .right])
        table.add(["queries", HumanFormat.count(report.queries)])
        table.add(["recall@1", percent(report.recallAt1)])
        table.add(["recall@5", percent(report.recallAt5)])
        table.add(["recall@10", percent(report.recallAt10)])
        table.add([
            "median rank", report.medianRank.map { String(format: "%g", $0) } ?? "not found",
        ])
        for (threshold, part) in (report.momentRecallAt1 ?? [:]).sorted(by: { $0.key < $1.key }) {
            table.add(["moment recall@1, IoU ≥ \(threshold)", percent(part)])
        }
        return table.lines()
    }
}
