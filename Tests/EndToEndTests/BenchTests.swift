import Compute
import Foundation
import TestSupport
import Testing

@Suite struct BenchTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
        var generator = SeededGenerator(seed: 1)
        let base = (0..<300).map { _ in
            (0..<20).map { _ in Float.random(in: -1...1, using: &generator) }
        }
        try write(base.map { $0.map(\.bitPattern) }, to: "base.fvecs")
        try write(base.prefix(30).map { $0.map(\.bitPattern) }, to: "queries.fvecs")
        try write((0..<30).map { [UInt32($0)] }, to: "truth.ivecs")
        try Data((0..<300).map { $0 % 2 == 0 ? 1 : 0 }).write(to: url("even.bin"))
    }

    private func url(_ name: String) -> URL { URL(fileURLWithPath: folder.path + "/" + name) }

    private func write(_ rows: [[UInt32]], to name: String) throws {
        var bytes = Data()
        for row in rows {
            for value in [UInt32(row.count)] + row {
                withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
            }
        }
        try bytes.write(to: url(name))
    }

    private func bench(
        _ arguments: [String], environment: [String: String] = [:]
    ) throws -> TroveProcess.Result {
        try TroveProcess.run(
            [
                "bench", "ann", "--base", url("base.fvecs").path, "--queries",
                url("queries.fvecs").path, "--truth", url("truth.ivecs").path, "--repeat", "1",
            ] + arguments, environment: environment)
    }

    @Test func printsWhatOtherToolsRead() throws {
        let result = try bench(["--k", "1", "--ef", "16,64", "--threads", "2"])
        #expect(result.status == 0)
        let lines = try result.objects()
        #expect(lines.count == 3)
        for key in ["build_seconds", "build_cpu_seconds", "bytes_per_vector"] {
            #expect(lines[0][key] is Double, "\(key)")
        }
        #expect(lines[1...].map { $0["ef"] as? Int } == [16, 64])
        for line in lines[1...] {
            #expect(try #require(line["recall"] as? Double) >= 0.97)
            #expect(line["qps"] is Double && line["qps_cpu"] is Double)
        }
    }

    /// The graph is the same on every processor.
    @Test func everyInstructionSetMakesTheSameFile() throws {
        let files = try KernelLevel.supported.map { level in
            let file = url(level.rawValue + ".hnsw")
            let result = try bench(
                ["--index", file.path], environment: ["TROVE_KERNELS": level.rawValue])
            #expect(result.status == 0)
            #expect(try result.objects().last?["recall"] as? Double ?? 0 >= 0.97)
            return try Data(contentsOf: file)
        }
        #expect(files.allSatisfy { $0 == files[0] })
    }

    @Test func anIndexIsOpenedWhereItIsThere() throws {
        let file = url("kept.hnsw").path
        #expect(try bench(["--index", file]).objects()[0]["build_seconds"] != nil)
        #expect(try bench(["--index", file]).objects()[0]["open_seconds"] != nil)
    }

    @Test func whatIsNotAllowedIsNotFound() throws {
        let result = try bench(["--allow", url("even.bin").path, "--ef", "300"])
        // Every query is a vector of the base, and half of them are not allowed.
        #expect(try result.objects()[1]["recall"] as? Double == 0.5)
    }

    @Test(arguments: [
        ["--ef", "0"], ["--ef", "a"], ["--m", "1"], ["--k", "0"], ["--threads", "0"],
    ])
    func wrongUsageIsSaid(arguments: [String]) throws {
        let result = try bench(arguments)
        #expect(result.status == 2)
        #expect(result.output.isEmpty)
    }

    @Test func aFileThatIsCutOffIsRefused() throws {
        let bytes = try Data(contentsOf: url("base.fvecs"))
        try bytes.dropLast(3).write(to: url("base.fvecs"))
        let result = try bench([])
        #expect(result.status == 1)
        #expect(result.errors.contains("cut off"))
    }
}
