import ArgumentParser
import Encoding
import Foundation
import MediaDecoding
import MediaTypes

struct BenchDecodeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decode",
        abstract: "Decodes files to what a space's networks take, and counts.",
        discussion: """
            Photos are decoded no larger than needed and scaled; of videos the keyframes, and their \
            sound; sound is resampled and cut into windows, of which spectrograms are made. All on \
            one thread and in this process, unless --workers asks for another, as a run has it.

            A line for each kind of file tells, by processor time, photos a second, or how many \
            times faster than real time.
            """)

    @Argument(help: ArgumentHelp("Photos, recordings or videos.", valueName: "file"))
    var files: [String]

    @Flag(help: "Photos with their crops, as a run encodes them, not only the whole.")
    var crops = false

    @Flag(help: "Encode as well, each input by itself; photos with their crops.")
    var encode = false

    @Flag(help: "Of videos leave the sound out.")
    var noSound = false

    @Flag(help: "Decode in another process, as a run does.")
    var workers = false

    @Option(help: "Passes over the files; the fastest counts.")
    var `repeat` = 3

    @OptionGroup var space: SpaceOptions
    @OptionGroup var precision: PrecisionOptions

    func validate() throws {
        guard `repeat` > 0 else { throw ValidationError("--repeat must be at least 1.") }
    }

    func run() throws {
        let space = try SpaceStore().load(
            space.space, modalities: [.image, .audio], precision: precision.precision)
        let measurement = DecodingMeasurement(
            space: space, output: encode ? .embeddings : crops ? .runInputs : .inputs,
            usesWorkers: workers, passes: `repeat`)
        let inspected = try files.map { path in
            try QueryFileError.naming(path) { () throws(MediaDecodingError) in
                (path: path, information: try MediaInspector.inspect(path: path))
            }
        }
        for type in MediaType.allCases {
            let ofType = inspected.filter { $0.information.type == type }
            guard !ofType.isEmpty else { continue }
            let result = try measurement.measure(
                noSound ? ofType.map { ($0.path, $0.information.withoutSound) } : ofType)
            let line = Output(type: type, files: ofType.count, result: result)
            try JSONLine.write(line)
            StandardError.write(line.words)
        }
    }

    private struct Output: Encodable {
        let type: MediaType
        let files: Int
        let inputs: Int
        let cpuSeconds: Double
        let decodingCPUSeconds: Double?
        /// Of photos.
        let filesPerSecond, filesPerCPUSecond: Double?
        /// Of sound and videos: how many times faster than real time.
        let realTime, realTimeCPU: Double?

        init(type: MediaType, files: Int, result: DecodingMeasurement.Result) {
            self.type = type
            self.files = files
            inputs = result.inputs
            cpuSeconds = result.cpuSeconds
            decodingCPUSeconds = result.decodingCPUSeconds
            let isTimed = type != .image
            filesPerSecond = isTimed ? nil : Double(files) / result.seconds
            filesPerCPUSecond = isTimed ? nil : Double(files) / result.cpuSeconds
            realTime = isTimed ? result.duration / result.seconds : nil
            realTimeCPU = isTimed ? result.duration / result.cpuSeconds : nil
        }

        /// For people.
        var words: String {
            let rate =
                filesPerCPUSecond.map { String(format: "%.1f a second", $0) }
                ?? String(format: "%.0f times real time", realTimeCPU ?? 0)
            let decoding = decodingCPUSeconds.map {
                String(format: ", %.0f %% of it decoding", 100 * $0 / cpuSeconds)
            }
            return HumanFormat.count(files, "\(type.rawValue) file") + " to "
                + HumanFormat.count(inputs, "input") + ": \(rate) of the processor"
                + (decoding ?? "")
        }

        enum CodingKeys: String, CodingKey {
            case type, files, inputs
            case cpuSeconds = "cpu_seconds"
            case decodingCPUSeconds = "decoding_cpu_seconds"
            case filesPerSecond = "files_per_second"
            case filesPerCPUSecond = "files_per_cpu_second"
            case realTime = "real_time"
            case realTimeCPU = "real_time_cpu"
        }
    }
}

extension MediaInformation {
    fileprivate var withoutSound: MediaInformation {
        MediaInformation(
            type: type, width: width, height: height, duration: duration, hasPicture: hasPicture,
            hasSound: false)
    }
}
