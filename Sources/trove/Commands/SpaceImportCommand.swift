import ArgumentParser
import Encoding

struct SpaceImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Installs a model from a folder in the layout of Hugging Face.",
        discussion: """
            The folder holds config.json, the weights as safetensors, the tokenizer's files and \
            preprocessor_config.json or processor_config.json. It is checked and tried out, and \
            then copied. CLIP, SigLIP, CLAP and EmbeddingGemma 2 are known.
            """)

    @Argument(help: ArgumentHelp("The model's folder.", valueName: "dir"))
    var directory: String

    @Option(help: "What the space is called from now on.")
    var name: String

    @Option(
        help: ArgumentHelp(
            "Length of an embedding, where the model can give a shorter one: it takes less room.",
            valueName: "count"))
    var dimension: Int?

    @Option(
        help: ArgumentHelp(
            "Tokens that a picture becomes at most, where the model has tokens: fewer are faster.",
            valueName: "count"))
    var imageTokens: Int?

    @OptionGroup var options: LibraryOptions

    func run() throws {
        let manifest = try StoppableImport.run { isCancelled in
            try SpaceImporter(store: SpaceStore()).importFolder(
                directory, name: name,
                settings: SpaceSettings(dimension: dimension, imageTokens: imageTokens),
                report: StandardError.write, isCancelled: isCancelled)
        }
        let modalities = manifest.encoders.keys.sorted()
        if options.json {
            try JSONLine.write(
                Output(
                    name: manifest.name, identity: manifest.identity,
                    dimension: manifest.dimension, modalities: modalities))
        } else {
            StandardOutput.write(
                "Imported the space '\(manifest.name)': \(manifest.dimension) dimensions, "
                    + "\(modalities.joined(separator: " and ")).")
        }
    }

    private struct Output: Encodable {
        let name: String
        let identity: String
        let dimension: Int
        let modalities: [String]
    }
}
