import ArgumentParser
import Foundation
import MediaTypes
import VectorIndex

struct BenchANNCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ann",
        abstract: "Builds the graph index of vectors in a file, and searches it.",
        discussion: """
            Files are .fvecs and .ivecs: for each vector a 32-bit count and as many 32-bit values. \
            Vectors are scaled to length 1; the nearest are those of the largest inner product.

            The first line tells what building or opening the index took, then comes one for every \
            --ef: recall@k, and queries a second, of the clock and of the processor.
            """)

    @Option(help: ArgumentHelp("The vectors to search.", valueName: "file.fvecs"))
    var base: String

    @Option(help: ArgumentHelp("The vectors to search for.", valueName: "file.fvecs"))
    var queries: String

    @Option(
        help: ArgumentHelp(
            "For each query the numbers of its true neighbours, the nearest first.",
            valueName: "file.ivecs"))
    var truth: String

    @Option(help: "Neighbours that are searched for.")
    var k = 10

    @Option(help: "Links a node has in the upper layers at most, half of those in the lowest.")
    var m = 16

    @Option(help: "Nodes among which a new one's neighbours are chosen.")
    var efConstruction = 200

    @Option(help: ArgumentHelp("Nodes a walk keeps, one or more numbers.", valueName: "n,n,…"))
    var ef = "16,32,64,128,256"

    @Option(help: "Threads that build and search.")
    var threads = 1

    @Option(
        help: ArgumentHelp(
            "Where the index is kept: opened if it is there, else built.", valueName: "file"))
    var index: String?

    @Option(
        help: ArgumentHelp(
            "One byte a vector of the base: 0 keeps it out of the results.", valueName: "file"))
    var allow: String?

    @Option(help: "Passes over the queries; the fastest counts.")
    var `repeat` = 3

    func validate() throws {
        guard (2...256).contains(m) else { throw ValidationError("--m must be 2 to 256.") }
        guard (1...65536).contains(efConstruction) else {
            throw ValidationError("--ef-construction must be 1 to 65536.")
        }
        guard k > 0, threads > 0, `repeat` > 0 else {
            throw ValidationError("--k, --threads and --repeat must be at least 1.")
        }
        _ = try breadths()
    }

    func run() throws {
        let queries = try VectorFile.embeddings(in: queries)
        let truth = try VectorFile.numbers(in: truth)
        guard queries.count == truth.count, !queries.isEmpty else {
            throw ValidationError("--truth must have one row for each vector of --queries.")
        }
        var index = try openOrBuild()
        let allowed = try allow.map { try allowedIDs(in: $0) }
        let measurement = IndexMeasurement(
            queries: queries, truth: truth.map { $0.prefix(k).map(Int64.init) }, allowed: allowed,
            threads: threads, passes: `repeat`)
        for breadth in try breadths() {
            index.breadth = breadth
            try JSONLine.write(try measurement.measure(index))
        }
    }

    private func breadths() throws -> [Int] {
        try ef.split(separator: ",").map {
            guard let breadth = Int($0), breadth > 0 else {
                throw ValidationError("--ef takes numbers of at least 1, not ‘\($0)’.")
            }
            return breadth
        }
    }

    private func openOrBuild() throws -> HNSWIndex {
        if let index, FileManager.default.fileExists(atPath: index) {
            let stopwatch = Stopwatch()
            let opened = try HNSWIndex(file: index)
            try JSONLine.write(
                Preparation(
                    openSeconds: stopwatch.seconds, openCPUSeconds: stopwatch.cpuSeconds,
                    bytesPerVector: bytesPerVector(opened)))
            return opened
        }
        let vectors = try VectorFile.embeddings(in: base)
        guard let dimension = vectors.first?.dimension else {
            throw ValidationError("--base has no vectors.")
        }
        let stopwatch = Stopwatch()
        let builder = try HNSWBuilder(
            ids: (0..<Int64(vectors.count)).map { $0 },
            mean: VectorMean.of(vectors, dimension: dimension), space: "benchmark",
            parameters: HNSWParameters(m: m, efConstruction: efConstruction))
        for vector in vectors { try builder.append(vector.values) }
        let built = try builder.index(threads: threads)
        try JSONLine.write(
            Preparation(
                buildSeconds: stopwatch.seconds, buildCPUSeconds: stopwatch.cpuSeconds,
                bytesPerVector: bytesPerVector(built)))
        if let index {
            try builder.publish(as: index, generation: 1)
            return try HNSWIndex(file: index)
        }
        return built
    }

    private func bytesPerVector(_ index: HNSWIndex) -> Double {
        Double(index.byteCount) / Double(max(1, index.count))
    }

    private func allowedIDs(in file: String) throws -> IDSet {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        return IDSet(bytes.enumerated().lazy.filter { $0.1 != 0 }.map { Int64($0.0) })
    }

    /// What it took until the index could be searched: either to build it or to open it.
    private struct Preparation: Encodable {
        var buildSeconds, buildCPUSeconds: Double?
        var openSeconds, openCPUSeconds: Double?
        let bytesPerVector: Double

        enum CodingKeys: String, CodingKey {
            case buildSeconds = "build_seconds"
            case buildCPUSeconds = "build_cpu_seconds"
            case openSeconds = "open_seconds"
            case openCPUSeconds = "open_cpu_seconds"
            case bytesPerVector = "bytes_per_vector"
        }
    }
}
