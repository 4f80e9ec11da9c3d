import ArgumentParser
import Catalog
import MediaTypes
import Retrieval

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Finds photos, recordings and moments of videos.",
        discussion: """
            Text, picture and sound may be given together: what is near to all of them is found.

              trove search dog on a beach
              trove search --audio bark.wav --type video
              trove search at night --image street.jpg --limit 5
              trove search dog --in ~/Pictures --after 2023 --near 48.137,11.575,5km
            """)

    @Argument(help: "What to look for, in words.")
    var text: [String] = []

    @Option(help: ArgumentHelp("A picture to look for.", valueName: "file"))
    var image: String?

    @Option(help: ArgumentHelp("A sound to look for.", valueName: "file"))
    var audio: String?

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
    @OptionGroup var space: SearchSpaceOptions
    @OptionGroup var options: LibraryOptions

    func validate() throws {
        guard !QueryArguments(text: text, image: image, audio: audio).isEmpty else {
            throw ValidationError("Give a text, --image or --audio.")
        }
        guard limit > 0 else { throw ValidationError("--limit must be 1 or more.") }
    }

    func run() throws {
        let arguments = QueryArguments(text: text, image: image, audio: audio)
        let session = try SearchSession(
            folder: options.folder, space: space.space, modalities: arguments.modalities)
        let filter = try filters.filter(for: session.catalog)
        let query = try Query(
            arguments.parts(in: session.space), words: text, types: type.types, filter: filter,
            limit: limit, dropsChance: !showsChance)
        let answer = try session.engine.search(
            query,
            stages: rerank.stages(
                text: text.joined(separator: " "),
                files: [image, audio].compactMap(\.self).map(FilePath.absolute)))
        if answer.results.isEmpty {
            StandardError.write(try Self.explainNothing(answer, session.catalog, filter))
        }
        let writer = SearchAnswerWriter(
            isJSON: options.json, explains: explain,
            filters: FilterSummary.lines(filter, types: type.types), unwanted: [])
        try writer.write(answer)
    }

    private static func explainNothing(
        _ answer: SearchAnswer, _ catalog: Catalog, _ filter: AssetFilter
    ) throws -> String {
        if answer.rejected.contains(where: { $0.rejection == .chance }) {
            return "Nothing found: what comes nearest is no better than chance. "
                + "--no-cutoff shows it."
        }
        return try catalog.assets(matching: filter).isEmpty
            ? "Nothing found: no file meets the filters." : "Nothing found."
    }
}
