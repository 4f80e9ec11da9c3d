import ArgumentParser

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures how fast this machine is.",
        subcommands: [BenchANNCommand.self, BenchDecodeCommand.self, BenchEncodeCommand.self])
}
