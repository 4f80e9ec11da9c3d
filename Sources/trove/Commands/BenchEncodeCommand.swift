import ArgumentParser
import Encoding
import MediaTypes

struct BenchEncodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Encodes the same batch again and again, and counts.",
        discussion: """
            What is encoded is made up: pictures and sounds of noise, prepared beforehand, and a \
            text of 75 words, as many as CLIP reads. A sound lasts as long as a window of a recording. \
            Each thread has its own batch. GFLOP/s count products and convolutions, by the clock. \
            The precision printed is what the network computes in, which may be another than was \
            asked for.
            """)

    @Option(help: ArgumentHelp("image, audio or text.", valueName: "modality"))
    var modality: Modality

    @Option(help: "Items that are encoded together.")
    var batch = 8

    @Option(help: "Threads that encode.")
    var threads = 1

    @Option(help: "How long it goes on, at least one batch a thread.")
    var seconds = 10.0

    @Option(help: "With --modality text, what is encoded.")
    var text: String?

    @OptionGroup var space: SpaceOptions
    @OptionGroup var precision: PrecisionOptions

    func validate() throws {
        guard batch > 0, threads > 0 else {
            throw ValidationError("--batch and --threads must be at least 1.")
        }
        guard seconds >= 0, seconds <= 86400 else {
            throw ValidationError("--seconds must be 0 to 86400.")
        }
        guard text == nil || modality == .text else {
            throw ValidationError("--text goes with --modality text.")
        }
    }

    func run() throws {
        let space = try SpaceStore().load(
            space.space, modalities: [modality], precision: precision.precision)
        guard
            let work = try EncodingWork(
                space: space, modality: modality, count: batch, text: text)
        else {
            throw ValidationError(
                "The space \(space.name) has no encoder for \(modality.rawValue).")
        }
        let measurement = EncodingMeasurement(work: work, threads: threads, seconds: seconds)
        let result = try measurement.measure()
        try JSONLine.write(
            Output(
                itemsPerSecond: Double(result.items) / result.seconds,
                itemsPerCPUSecond: Double(result.items) / result.cpuSeconds,
                precision: work.precision.rawValue,
                gflops: Double(result.operations) / result.seconds / 1e9))
    }

    private struct Output: Encodable {
        let itemsPerSecond: Double
        let itemsPerCPUSecond: Double
        let precision: String
        let gflops: Double

        enum CodingKeys: String, CodingKey {
            case precision, gflops
            case itemsPerSecond = "items_per_second"
            case itemsPerCPUSecond = "items_per_cpu_second"
        }
    }
}

extension Modality: ExpressibleByArgument {}
