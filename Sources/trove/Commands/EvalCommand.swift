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
            moment. A query whose relevant path is empty has no answer: nothing should be found.

            --ablate measures the search without its rerank stages, each in turn.
            """)

    @Option(help: ArgumentHelp("The queries, a CSV file.", valueName: "file"))
    var queries: String

    @Option(help: "What to find, separated by commas.")
    var type = MediaTypeList.all

    @Flag(help: "Measure also without each of the rerank stages.")
    var ablate = false

    @OptionGroup(title: "Filters") var filters: FilterOptions
    @OptionGroup var space: SearchSpaceOptions
    @OptionGroup var precision: PrecisionOptions
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
            folder: options.folder, space: space.space, modalities: Set(Modality.allCases),
            precision: precision.precision)
        let filter = try filters.filter(for: session.catalog)
        let searches = try zip(queries, files).map { query, file in
            let input =
                try file.map { try QueryFile.any($0, for: session.space) } ?? .text(query.query)
            // Ranks are counted through the whole library.
            let words = file == nil ? try ParsedText(query.query).words : []
            return (
                query,
                try Query(
                    [session.space.part(of: input)], words: words, types: type.types,
                    filter: filter, limit: .max)
            )
        }
        let standard = RerankStages.standard
        let whole = try evaluate(searches, by: session.engine, standard)
        if whole.evaluation.missed > 0 {
            StandardError.write(
                "\(HumanFormat.count(whole.evaluation.missed)) of "
                    + "\(HumanFormat.count(queries.count)) queries have no relevant file in this "
                    + "library, or none of the wanted type.")
        }
        guard ablate else { return try write(whole.evaluation.report) }
        var rows = [AblationTable.Row("all", whole)]
        for index in standard.indices {
            var stages = standard
            let omitted = stages.remove(at: index)
            rows.append(
                AblationTable.Row(
                    "without \(Swift.type(of: omitted).name)",
                    try evaluate(searches, by: session.engine, stages)))
        }
        rows.append(AblationTable.Row("none", try evaluate(searches, by: session.engine, [])))
        if options.json {
            for row in rows { try JSONLine.write(row) }
        } else {
            for line in AblationTable(rows: rows).lines { StandardOutput.write(line) }
        }
    }

    private func evaluate(
        _ searches: [(query: EvaluationQuery, asked: Query)], by engine: SearchEngine,
        _ stages: [any RerankStage]
    ) throws -> (evaluation: Evaluation, seconds: Double) {
        var evaluation = Evaluation()
        let start = ContinuousClock.now
        for (query, asked) in searches {
            evaluation.add(query, try engine.search(asked, stages: stages))
        }
        return (evaluation, (ContinuousClock.now - start) / .seconds(1))
    }

    private func write(_ report: EvaluationReport) throws {
        if options.json {
            try JSONLine.write(report)
        } else {
            for line in EvaluationTable(report: report).lines { StandardOutput.write(line) }
        }
    }
}
