import ArgumentParser
import Catalog
import Foundation
import Ingestion
import Retrieval

struct ReindexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "reindex",
        abstract: "Makes the library's search index anew from its embeddings.",
        discussion: """
            'trove index' keeps the index up to date by itself; this is for one that was damaged or \
            deleted. Searches go on meanwhile. Kinds of segments with few embeddings need no index: \
            searches read them all.
            """)

    @Option(help: ArgumentHelp("Threads. (default: one a processor)", valueName: "n"))
    var threads: Int?

    @OptionGroup var options: LibraryOptions

    func validate() throws {
        if let threads, !(1...1024).contains(threads) {
            throw ValidationError("--threads must be 1…1024.")
        }
    }

    func run() throws {
        // Of reading, since a library is not to be made here.
        _ = try Catalog(library: options.folder, access: .read)
        let catalog = try Catalog(library: options.folder)
        let interruption = Interruption()
        let signals = StopSignals(interruption)
        try withExtendedLifetime(signals) {
            for space in try catalog.spaces() {
                let update = IndexUpdate(
                    catalog: catalog, space: space,
                    threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
                try IndexUpdateProgress(interruption).watch { progress in
                    try update.run(rebuilding: true, progress: progress)
                }
                if interruption.isRequested { throw ExitStatus.interrupted.exitCode }
                try report(space, try catalog.indexState(in: space.id).files)
            }
        }
    }

    private func report(_ space: SpaceRecord, _ files: [IndexFileRecord]) throws {
        if options.json {
            for file in files {
                try JSONLine.write(
                    Output(
                        space: space.name, type: file.segments.type.rawValue,
                        modality: file.segments.modality.rawValue, vectors: file.vectors))
            }
        } else if files.isEmpty {
            StandardOutput.write("\(space.name): too few embeddings to need an index.")
        } else {
            let vectors = files.reduce(0) { $0 + $1.vectors }
            StandardOutput.write(
                "\(space.name): indexed \(HumanFormat.count(vectors, "embedding")).")
        }
    }

    private struct Output: Encodable {
        let space: String
        let type: String
        let modality: String
        let vectors: Int
    }
}
