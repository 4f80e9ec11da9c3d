import ArgumentParser
import Encoding
import Ingestion
import SpaceBridging

struct SpaceBridgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bridge",
        abstract: "Joins a space of pictures and one of sounds through their texts.",
        discussion: """
            Both spaces embed the texts that come with the program. A map from the audio space to \
            the image space is fitted on one half of them; how many texts of the other half find \
            themselves is printed. Pictures and texts of the new space are those of the image \
            space, sounds are mapped into it. Both spaces are copied.
            """)

    @Option(help: ArgumentHelp("A space of pictures and texts, such as CLIP.", valueName: "dir"))
    var image: String

    @Option(help: ArgumentHelp("A space of sounds and texts, such as CLAP.", valueName: "dir"))
    var audio: String

    @Option(help: "What the space is called from now on.")
    var name: String

    @OptionGroup var options: LibraryOptions

    func run() throws {
        let bridger = SpaceBridger(store: SpaceStore(), corpus: try .standard())
        let interruption = Interruption()
        let signals = StopSignals(interruption)
        let progress = StepProgress(interruption)
        let report = try withExtendedLifetime(signals) {
            try progress.watch {
                try bridger.bridge(image: image, audio: audio, name: name) { step, done, all in
                    try progress.step(
                        "bridge: \(HumanFormat.count(done)) of \(HumanFormat.count(all)) "
                            + step.rawValue)
                }
            }
        }
        guard let report else {
            StandardError.write("Interrupted: nothing was installed.")
            throw ExitStatus.interrupted.exitCode
        }
        let output = Output(report)
        if options.json { try JSONLine.write(output) } else { output.write() }
    }

    private struct Output: Encodable {
        let name: String
        let identity: String
        let dimension: Int
        let modalities: [String]
        let fittedTexts: Int
        let penalty: Double
        let testedTexts: Int
        let recallAt1, recallAt5, recallAt10: Double

        enum CodingKeys: String, CodingKey {
            case name, identity, dimension, modalities, fittedTexts, penalty, testedTexts
            case recallAt1 = "recall@1"
            case recallAt5 = "recall@5"
            case recallAt10 = "recall@10"
        }

        init(_ report: SpaceBridger.Report) {
            name = report.manifest.name
            identity = report.manifest.identity
            dimension = report.manifest.dimension
            modalities = report.manifest.encoders.keys.sorted()
            fittedTexts = report.fit.fitted
            penalty = report.fit.penalty
            testedTexts = report.fit.score.count
            recallAt1 = report.fit.score.recall(at: 1)
            recallAt5 = report.fit.score.recall(at: 5)
            recallAt10 = report.fit.score.recall(at: 10)
        }

        func write() {
            StandardOutput.write(
                "Made the space '\(name)': \(dimension) dimensions, "
                    + "\(modalities.joined(separator: ", ")).")
            StandardOutput.write(
                "Fitted on \(HumanFormat.count(fittedTexts, "text")) with penalty \(penalty). "
                    + "Of \(HumanFormat.count(testedTexts)) others about other subjects,")
            var table = Table([.left, .right, .right])
            for (places, recall) in [(1, recallAt1), (5, recallAt5), (10, recallAt10)] {
                let chance = HumanFormat.percent(Double(places) / Double(max(1, testedTexts)))
                table.add([
                    "  recall@\(places)", HumanFormat.percent(recall), "(by chance \(chance))",
                ])
            }
            for line in table.lines() { StandardOutput.write(line) }
        }
    }
}
