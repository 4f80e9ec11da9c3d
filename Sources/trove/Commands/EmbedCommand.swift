import ArgumentParser
import Encoding
import MediaTypes

struct EmbedCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "embed",
        abstract: "Prints the embedding of a text, a picture or a sound as JSON.")

    @Option(help: "A text to embed.")
    var text: String?

    @Option(help: ArgumentHelp("A picture to embed.", valueName: "file"))
    var image: String?

    @Option(help: ArgumentHelp("A sound to embed.", valueName: "file"))
    var audio: String?

    @OptionGroup var space: SpaceOptions
    @OptionGroup var options: LibraryOptions

    private var arguments: QueryArguments {
        QueryArguments(text: text.map { [$0] } ?? [], image: image, audio: audio)
    }

    func validate() throws {
        guard arguments.modalities.count == 1 else {
            throw ValidationError("Give one of --text, --image and --audio.")
        }
    }

    func run() throws {
        let space = try SpaceStore().load(space.space, modalities: arguments.modalities)
        for embedding in try arguments.parts(in: space).map(\.embedding) {
            try JSONLine.write(
                Output(space: space.name, dim: embedding.dimension, vector: embedding.values))
        }
    }

    private struct Output: Encodable {
        let space: String
        let dim: Int
        let vector: [Float]
    }
}
