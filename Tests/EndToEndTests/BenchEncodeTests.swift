import Compute
import MediaTypes
import Testing

@Suite struct BenchEncodeTests {
    private func bench(
        _ arguments: [String], model: String = "clip", level: KernelLevel = .current
    ) throws -> TroveProcess.Result {
        try TroveProcess.run(
            ["bench", "encode", "--space", TinyFolder.path(of: model)] + arguments,
            environment: ["TROVE_KERNELS": level.rawValue])
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

    /// What is asked for, but of EmbeddingGemma 2 no bytes.
    @Test(arguments: KernelLevel.supported, Precision.allCases)
    func printsWhatIsReallyComputedIn(level: KernelLevel, precision: Precision) throws {
        let works = [
            ("siglip", "image"), ("siglip", "text"), ("clap", "audio"), ("clap", "text"),
            ("embedding-gemma", "image"), ("embedding-gemma", "audio"), ("embedding-gemma", "text"),
        ]
        for (model, modality) in works {
            let result = try bench(
                [
                    "--modality", modality, "--precision", precision.rawValue, "--batch", "1",
                    "--seconds", "0",
                ], model: model, level: level)
            #expect(result.status == 0, "\(result.errors)")
            let hasBytes = model != "embedding-gemma"
            let instead: Precision = level == .avx512bf16 ? .bf16 : .f32
            let expected = precision == .int8 && !hasBytes ? instead : precision
            #expect(
                try result.objects().first?["precision"] as? String == expected.rawValue,
                "\(model), \(modality)")
        }
    }

    /// Of convolutions, those of sounds alone are computed in bytes, where the processor has products
    /// of them.
    @Test(arguments: ["image", "audio"], Precision.allCases)
    func printsWhatConvolutionsComputeIn(modality: String, precision: Precision) throws {
        let hasBytes = [.avx512vnni, .avx512bf16].contains(KernelLevel.current)
        let result = try TroveProcess.run([
            "bench", "encode", "--space", "starter", "--modality", modality, "--precision",
            precision.rawValue, "--batch", "1", "--seconds", "0",
        ])
        let expected: Precision =
            switch precision {
            case .f32: .f32
            case .int8 where modality == "audio" && hasBytes: .int8
            case .bf16, .int8: .preferred
            }
        #expect(try result.objects().first?["precision"] as? String == expected.rawValue)
    }

    /// On processors without AVX-512 VNNI, and where oneDNN is kept from it.
    @Test func soundsAreNotComputedInBytesWithoutTheirProducts() throws {
        let result = try TroveProcess.run(
            [
                "bench", "encode", "--space", "starter", "--modality", "audio", "--precision",
                "int8", "--batch", "1", "--seconds", "0",
            ], environment: ["ONEDNN_MAX_CPU_ISA": "AVX512_CORE"])
        let precision = try #require(result.objects().first?["precision"] as? String)
        #expect(precision == Precision.preferred.rawValue)
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
