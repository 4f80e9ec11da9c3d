import ArgumentParser
import Catalog
import Retrieval

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks that the library's catalog and index files are whole.",
        discussion: """
            Reads all of both. A damaged index file is no loss: 'trove reindex' makes it anew from \
            the catalog, and searches read the embeddings until then.
            """)

    @Flag(help: "Also measure how often the index finds what an exact search finds.")
    var recall = false

    @OptionGroup var options: LibraryOptions

    func run() throws {
        let catalog = try Catalog(library: options.folder, access: .read)
        let faults = try catalog.faults()
        var isWhole = faults.isEmpty
        for fault in faults { StandardError.write("the catalog is damaged: \(fault)") }
        var findings: [(SpaceRecord, IndexCheck.Finding)] = []
        for space in try catalog.spaces() {
            let check = IndexCheck(catalog: catalog, space: space)
            findings += try check.run(measuringRecall: recall).map { (space, $0) }
        }
        for (space, finding) in findings {
            if let fault = finding.fault {
                isWhole = false
                StandardError.write("\(fault)")
            }
            if options.json { try JSONLine.write(Output(space, finding)) }
        }
        if !options.json {
            writeSummary(findings.map(\.1), catalogIsWhole: faults.isEmpty)
        }
        guard isWhole else { throw ExitStatus.failed.exitCode }
    }

    private func writeSummary(_ findings: [IndexCheck.Finding], catalogIsWhole: Bool) {
        if catalogIsWhole { StandardOutput.write("The catalog is whole.") }
        for finding in findings where finding.fault == nil {
            let file = finding.file
            var line = "The index of \(HumanFormat.count(file.vectors, "embedding"))"
            line += " (\(file.segments.type), \(file.segments.modality)) is whole"
            if let recall = finding.recall {
                line += "; it finds \(HumanFormat.percent(recall)) of the ten nearest"
            }
            StandardOutput.write(line + ".")
        }
    }

    private struct Output: Encodable {
        let space: String
        let type: String
        let modality: String
        let file: String
        let vectors: Int
        let fault: String?
        let recall: Double?

        init(_ space: SpaceRecord, _ finding: IndexCheck.Finding) {
            self.space = space.name
            type = finding.file.segments.type.rawValue
            modality = finding.file.segments.modality.rawValue
            file = finding.file.name
            vectors = finding.file.vectors
            fault = finding.fault.map { "\($0)" }
            recall = finding.recall
        }

        enum CodingKeys: String, CodingKey {
            case space, type, modality, file, vectors, fault
            case recall = "recall@10"
        }
    }
}
