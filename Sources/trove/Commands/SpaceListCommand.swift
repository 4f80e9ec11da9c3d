import ArgumentParser
import Encoding

struct SpaceListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the installed spaces.")

    @OptionGroup var options: LibraryOptions

    func run() throws {
        let store = SpaceStore()
        let names = store.names()
        if options.json {
            for name in names { try JSONLine.write(Output(try store.manifest(of: name))) }
        } else if names.isEmpty {
            StandardError.write("No space is installed: run 'trove space install starter'.")
        } else {
            var table = Table([.left, .left, .left])
            for name in names {
                let space = Output(try store.manifest(of: name))
                table.add([
                    name, "\(space.dimension) dimensions", space.modalities.joined(separator: ", "),
                ])
            }
            for line in table.lines() { StandardOutput.write(line) }
        }
    }

    private struct Output: Encodable {
        let name: String
        let version: String
        let identity: String
        let dimension: Int
        let modalities: [String]

        init(_ manifest: SpaceManifest) {
            name = manifest.name
            version = manifest.version
            identity = manifest.identity
            dimension = manifest.dimension
            modalities = manifest.encoders.keys.sorted()
        }
    }
}
