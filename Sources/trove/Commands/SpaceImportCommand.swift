import ArgumentParser
import Encoding

struct SpaceImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Installs a model from a folder in the layout of Hugging Face.",
        discussion: """
            The folder holds config.json, the weights as safetensors, the tokenizer's files and \
            preprocessor_config.json. It is checked and tried out, and then copied. CLIP and CLAP \
            are known.
            """)

    @Argument(help: ArgumentHelp("The model's folder.", valueName: "dir"))
    var directory: String

    @Option(help: "What the space is called from now on.")
    var name: String

    @OptionGroup var options: LibraryOptions

    func run() throws {
        let manifest = try SpaceImporter(store: SpaceStore())
            .importFolder(directory, name: name, report: StandardError.write)
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
