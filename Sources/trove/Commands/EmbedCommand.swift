import ArgumentParser
import Encoding
import MediaTypes
import Retrieval

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
    @OptionGroup var precision: PrecisionOptions
    @OptionGroup var options: LibraryOptions

    func validate() throws {
        guard modalities.count == 1 else {
            throw ValidationError("Give one of --text, --image and --audio.")
        }
    }

    func run() throws {
        let space = try SpaceStore().load(
            space.space, modalities: modalities, precision: precision.precision)
        let inputs = try [
            text.map { .text($0) }, image.map { try QueryFile.image($0, for: space) },
            audio.map { try QueryFile.audio($0, for: space) },
        ].compactMap { (input: QueryInput?) in input }
        for embedding in try inputs.map({ try space.embedding(of: $0) }) {
            try JSONLine.write(
                Output(space: space.name, dim: embedding.dimension, vector: embedding.values))
        }
    }

    private var modalities: Set<Modality> {
        var modalities: Set<Modality> = []
        if let text, !text.allSatisfy(\.isWhitespace) { modalities.insert(.text) }
        if image != nil { modalities.insert(.image) }
        if audio != nil { modalities.insert(.audio) }
        return modalities
    }

    private struct Output: Encodable {
        let space: String
        let dim: Int
        let vector: [Float]
    }
}
