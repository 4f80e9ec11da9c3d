import ArgumentParser
import Ingestion

/// What runs start to decode files in, as they start it; nothing for people.
struct DecodeWorkerCommand: ParsableCommand {
    static let name = "decode-worker"
    static let configuration = CommandConfiguration(
        commandName: name, abstract: "Decodes files for a run.", shouldDisplay: false)

    func run() {
        DecodingWorker.serve { MediaFiles(options: $0) }
    }
}

extension DecodingWorkers {
    /// Processes of this very program, even where its file was replaced meanwhile.
    convenience init(options: DecodingOptions = DecodingOptions()) {
        self.init(command: ["/proc/self/exe", DecodeWorkerCommand.name], options: options)
    }
}
