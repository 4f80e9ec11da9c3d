import ArgumentParser
import Catalog
import Foundation

struct QuarantineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine",
        abstract: "Lists the files that could not be indexed, each with its reason.",
        discussion: "A file is tried again by the next run after it has changed.")

    @OptionGroup var options: LibraryOptions

    func run() throws {
        let entries = try Catalog(library: options.folder, access: .read).quarantine()
        if options.json {
            for entry in entries { try JSONLine.write(Output(entry)) }
        } else if entries.isEmpty {
            StandardOutput.write("No file is in the quarantine.")
        } else {
            let style = TextStyle(isTerminal: StandardOutput.isTerminal)
            for entry in entries {
                let path = style.strong(FilePath.display(entry.path))
                StandardOutput.write("\(path): \(entry.reason)")
            }
        }
    }

    private struct Output: Encodable {
        let path: String
        let stage: FailureStage
        let reason: String
        let attempts: Int
        let firstFailed: Date
        let lastFailed: Date

        init(_ entry: QuarantineEntry) {
            path = entry.path
            stage = entry.stage
            reason = entry.reason
            attempts = entry.attempts
            firstFailed = entry.firstFailed
            lastFailed = entry.lastFailed
        }
    }
}
