import Compute
import MediaTypes
import TestSupport
import Testing

/// Vectors in 16 and 8 bits mean what those in 32 do, on every instruction set.
@Suite struct PrecisionTests {
    /// How near they are at least.
    private static let cosines: [Precision: Double] = [.f32: 0.99999, .bf16: 0.999, .int8: 0.995]

    private static let picture = "photos/sunset_by_Aitzol_Berasategi.jpg"
    private static let sound = "sounds/dog.ogg"
    private static let text = "two dogs play on a beach at sunset"

    private func vector(
        _ input: [String], _ precision: Precision, _ level: KernelLevel, space: String
    ) throws -> [Double] {
        let result = try TroveProcess.run(
            ["embed", "--space", space, "--precision", precision.rawValue] + input,
            environment: ["TROVE_KERNELS": level.rawValue])
        #expect(result.status == 0, "\(result.errors)")
        return try #require(result.objects().first?["vector"] as? [Double])
    }

    private func expectTheSameMeaning(
        _ input: [String], _ level: KernelLevel, space: String = "starter"
    ) throws {
        let exact = try vector(input, .f32, .current, space: space)
        for (precision, least) in Self.cosines {
            let rounded = try vector(input, precision, level, space: space)
            let cosine = zip(exact, rounded).reduce(0) { $0 + $1.0 * $1.1 }
            #expect(cosine >= least, "\(input) in \(precision): \(cosine)")
        }
    }

    @Test(arguments: KernelLevel.supported)
    func textsKeepTheirMeaning(level: KernelLevel) throws {
        try expectTheSameMeaning(["--text", Self.text], level)
    }

    @Test(
        arguments: KernelLevel.supported, ["clip", "siglip", "clap", "embedding-gemma"])
    func textsOfEveryFamilyKeepTheirMeaning(level: KernelLevel, family: String) throws {
        try expectTheSameMeaning(["--text", Self.text], level, space: TinyFolder.path(of: family))
    }

    @Test(
        .enabled(if: SampleArchive.path != nil, "set TROVE_SAMPLE_ARCHIVE"),
        arguments: KernelLevel.supported,
        [Self.picture, "pictures/animals/mammals/elephant.png"])
    func picturesKeepTheirMeaning(level: KernelLevel, picture: String) throws {
        let path = try #require(SampleArchive.path) + "/archive/" + picture
        for space in ["starter"] + ["clip", "siglip", "embedding-gemma"].map(TinyFolder.path) {
            try expectTheSameMeaning(["--image", path], level, space: space)
        }
    }

    @Test(
        .enabled(if: SampleArchive.path != nil, "set TROVE_SAMPLE_ARCHIVE"),
        arguments: KernelLevel.supported, [Self.sound, "sounds/violin.ogg"])
    func soundsKeepTheirMeaning(level: KernelLevel, sound: String) throws {
        let path = try #require(SampleArchive.path) + "/archive/" + sound
        for space in ["starter"] + ["clap", "embedding-gemma"].map(TinyFolder.path) {
            try expectTheSameMeaning(["--audio", path], level, space: space)
        }
    }
}
