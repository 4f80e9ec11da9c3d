import ArgumentParser

struct SpaceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "space",
        abstract: "Lists, shows and installs spaces.",
        subcommands: [
            SpaceListCommand.self, SpaceShowCommand.self, SpaceInstallCommand.self,
        ])
}
