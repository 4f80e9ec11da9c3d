import ArgumentParser

struct SpaceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "space",
        abstract: "Lists, shows, installs and imports spaces, and changes that of a library.",
        subcommands: [
            SpaceListCommand.self, SpaceShowCommand.self, SpaceInstallCommand.self,
            SpaceImportCommand.self, SpaceMigrateCommand.self,
        ])
}
