import ArgumentParser
import Foundation

/// What every command takes.
struct LibraryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The library's folder. (default: $TROVE_LIBRARY, else ~/.local/share/trove)",
            valueName: "dir"))
    var library: String?

    @Flag(help: "Print one JSON object a line.")
    var json = false

    /// The library's folder, an absolute path.
    var folder: String {
        let environment = ProcessInfo.processInfo.environment
        let chosen = library ?? environment["TROVE_LIBRARY"] ?? ""
        return FilePath.absolute(
            chosen.isEmpty ? NSHomeDirectory() + "/.local/share/trove" : chosen)
    }
}
