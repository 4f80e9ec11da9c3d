import ArgumentParser
import Retrieval

/// What may judge results beside the standard stages.
struct RerankOptions: ParsableArguments {
    @Flag(help: "Put results that differ from each other first.")
    var diverse = false

    @Option(
        help: ArgumentHelp(
            "A program that judges the best candidates: see docs/adding-a-reranker.md.",
            valueName: "command"))
    var rerankCommand: String?

    @Option(help: ArgumentHelp("How long that program may take.", valueName: "seconds"))
    var rerankSeconds = ExternalStage.defaultSeconds

    func validate() throws {
        guard rerankSeconds > 0, rerankSeconds <= 86_400 else {
            throw ValidationError("--rerank-seconds must be more than 0, and a day at most.")
        }
    }

    /// - Parameters:
    ///   - text: the words that are looked for.
    ///   - files: absolute paths of what is looked for.
    func stages(text: String, files: [String]) throws -> [any RerankStage] {
        let external = try rerankCommand.map { command in
            ExternalStage(
                command: try ExternalCommand(command, seconds: rerankSeconds), text: text,
                files: files
            ) { StandardError.write("Warning: \($0); the order without it is shown") }
        }
        return RerankStages.stages(external: external, isDiverse: diverse)
    }
}
