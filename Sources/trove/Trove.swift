import ArgumentParser
import Foundation

@main
struct Trove: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trove",
        abstract: "Searches photos, recordings and videos by meaning, on this machine alone.",
        discussion: """
            Index an archive once, then find things in it by a text, a picture or a sound:

              trove space install starter
              trove index ~/Pictures ~/Videos
              trove search dog on a beach
            """,
        subcommands: [
            IndexCommand.self, RunCommand.self, SearchCommand.self, StatusCommand.self,
            QuarantineCommand.self, VerifyCommand.self, ReindexCommand.self, SpaceCommand.self,
            EmbedCommand.self, EvalCommand.self, BenchCommand.self, DecodeWorkerCommand.self,
        ])

    static func main() {
        // A reader that goes away is noticed where results are written.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            let status = ExitStatus(error)
            let message = fullMessage(for: error)
            if status == .done {
                StandardOutput.write(message)
            } else if !message.isEmpty {
                StandardError.write(message)
            }
            status.endProcess()
        }
    }
}
