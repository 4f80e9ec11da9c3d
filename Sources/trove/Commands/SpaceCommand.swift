import ArgumentParser

struct SpaceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "space",
        abstract:
            "Lists, shows, installs, imports and bridges spaces, and changes that of a library.",
        subcommands: [
            SpaceListCommand.self, SpaceShowCommand.self, SpaceInstallCommand.self,
            SpaceImportCommand.self, SpaceBridgeCommand.self, SpaceMigrateCommand.self,
        ])
}
