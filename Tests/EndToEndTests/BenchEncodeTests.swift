import Foundation
import Testing

@Suite struct BenchEncodeTests {
    private let clip = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("EncodingTests/Fixtures/clip-tiny").path

    private func bench(_ arguments: [String]) throws -> TroveProcess.Result {
        try TroveProcess.run(["bench", "encode", "--space", clip] + arguments)
    }

    @Test(arguments: ["image", "text"], ["f32", "bf16", "int8"])
    func printsWhatOtherToolsRead(modality: String, precision: String) throws {
        let result = try bench([
            "--modality", modality, "--precision", precision, "--batch", "3", "--threads", "2",
            "--seconds", "0",
        ])
        #expect(result.status == 0, "\(result.errors)")
        let line = try #require(result.objects().first)
        #expect(try result.objects().count == 1)
        #expect(line["precision"] as? String == precision)
        for key in ["items_per_second", "items_per_cpu_second", "gflops"] {
            #expect(try #require(line[key] as? Double) > 0, "\(key)")
        }
    }

    @Test func oneTextMayBeGiven() throws {
        #expect(try bench(["--modality", "text", "--text", "a dog", "--seconds", "0"]).status == 0)
    }

    @Test(arguments: [
        ["--modality", "image", "--batch", "0"], ["--modality", "image", "--threads", "0"],
        ["--modality", "image", "--seconds", "-1"], ["--modality", "smell"],
        ["--modality", "image", "--precision", "f64"], ["--modality", "image", "--text", "a"],
        ["--modality", "audio"],
    ])
    func wrongUsageIsSaid(arguments: [String]) throws {
        let result = try bench(arguments)
        #expect(result.status == 2, "\(result.errors)")
        #expect(result.output.isEmpty)
    }
}
