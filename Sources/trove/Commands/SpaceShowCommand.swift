import ArgumentParser
import Encoding

struct SpaceShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a space's encoders, its sources and their licences.")

    @Argument(help: ArgumentHelp("An installed space, or a space's folder.", valueName: "name"))
    var name: String

    @OptionGroup var options: LibraryOptions

    func run() throws {
        let store = SpaceStore()
        let manifest = try store.manifest(of: name)
        if options.json {
            try JSONLine.write(manifest)
            return
        }
        let style = TextStyle(isTerminal: StandardOutput.isTerminal)
        StandardOutput.write(style.strong(manifest.name) + " " + manifest.version)
        var table = Table([.left, .left])
        table.add(["  folder", try store.path(of: name)])
        table.add(["  dimensions", String(manifest.dimension)])
        table.add(["  identity", manifest.identity])
        for (modality, encoder) in manifest.encoders.sorted(by: { $0.key < $1.key }) {
            let bridge = encoder.bridge.map { "\($0.kind) bridge" } ?? "no bridge"
            let limit = encoder.maximumSoftTokens.map { ", at most \($0) tokens" } ?? ""
            table.add(["  " + modality, "\(encoder.architecture), \(bridge)\(limit)"])
        }
        for (folder, part) in (manifest.parts ?? [:]).sorted(by: { $0.key < $1.key }) {
            table.add(["  part \(folder)", "\(part.name), \(part.identity)"])
        }
        for line in table.lines() { StandardOutput.write(line) }
        StandardOutput.write(style.strong("sources"))
        for source in manifest.sources {
            StandardOutput.write(
                "  \(source.name) \(source.version), \(source.licence): \(source.use)")
            StandardOutput.write(style.faint("    \(source.source)"))
        }
        for note in manifest.notes { StandardOutput.write("  " + note) }
    }
}
