import ArgumentParser
import Catalog
import MediaTypes

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tells what is in the library and how the last index run ended.")

    @OptionGroup var options: LibraryOptions

    func run() throws {
        let catalog = try Catalog(library: options.folder, access: .read)
        let status = try LibraryStatus(catalog)
        if options.json {
            try JSONLine.write(status)
        } else {
            for line in status.lines { StandardOutput.write(line) }
        }
    }
}
