import ArgumentParser
import Catalog
import MediaTypes
import Retrieval

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Finds photos, recordings and moments of videos.",
        discussion: """
            Texts, pictures, sounds, videos and earlier results may be given together, each as \
            often as you like: what is near to all of them is found.

              trove search dog on a beach
              trove search beach sunset -people            # no people
              trove search '2*dog snow -"red car"'         # above all a dog
              trove search at night --image street.jpg --limit 5
              trove search dog --in ~/Pictures --after 2023 --near 48.137,11.575,5km
              trove search --audio bark.wav --type video
              trove search --video holiday.mp4@2:14-2:20   # seen and heard there
              trove search --like 4711 --unlike 815        # by the ids of --json
              trove search fireworks --pad 2 --clip clips  # cut the moments out
            """)

    @OptionGroup var query: QueryOptions

    @Option(help: "What to find, separated by commas.")
    var type = MediaTypeList.all

    @Option(help: ArgumentHelp("Results at most.", valueName: "n"))
    var limit = Query.defaultLimit

    @Flag(name: .customLong("no-cutoff"), help: "Show also what is no better than chance.")
    var showsChance = false

    @Flag(help: "Tell why each result stands where it stands, and what was rejected.")
    var explain = false

    @OptionGroup(title: "Filters") var filters: FilterOptions
    @OptionGroup(title: "Reranking") var rerank: RerankOptions
    @OptionGroup var clips: ClipOptions
    @OptionGroup var space: SearchSpaceOptions
    @OptionGroup var precision: PrecisionOptions
    @OptionGroup var options: LibraryOptions

    func validate() throws {
        guard limit > 0 else { throw ValidationError("--limit must be 1 or more.") }
    }

    func run() throws {
        let cutter = try clips.clip.map { try ClipCutter(folder: $0) }
        let session = try SearchSession(
            folder: options.folder, space: space.space, modalities: query.modalities,
            precision: precision.precision)
        let filter = try filters.filter(for: session.catalog)
        let parts = try query.parts(in: session)
        let answer = try session.engine.search(
            Query(
                parts.wanted, without: parts.unwanted, words: parts.words,
                phrases: parts.phrases, types: type.types, filter: filter,
                excluding: parts.excluded, limit: limit, dropsChance: !showsChance),
            stages: rerank.stages(text: parts.text, files: parts.files))
        for fallback in answer.fallbacks { StandardError.write("Note: \(fallback).") }
        if answer.results.isEmpty {
            StandardError.write(
                try EmptyAnswer.explanation(answer, types: type.types, filter, session.catalog))
        }
        let results = clips.finished(answer.results, cutter: cutter)
        let explainer = AnswerExplainer(
            filters: FilterSummary.lines(filter, types: type.types),
            unwanted: parts.unwantedNames)
        let writer = AnswerWriter(isJSON: options.json, explainer: explain ? explainer : nil)
        try writer.write(results, rejected: answer.rejected)
        if let cutter { try cutter.report(results) }
    }
}
