import Foundation
import TestSupport
import Testing

/// A CLIP folder as Hugging Face has them, from the command line.
@Suite struct SpaceImportTests {
    private let folder: TemporaryDirectory
    private let clip: String

    init() throws {
        folder = try TemporaryDirectory()
        clip = folder.path + "/clip"
        let fixture = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("EncodingTests/Fixtures/clip-tiny")
        try FileManager.default.copyItem(atPath: fixture.path, toPath: clip)
    }

    private func trove(_ arguments: String...) throws -> TroveProcess.Result {
        try TroveProcess.run(
            arguments,
            environment: [
                "TROVE_LIBRARY": folder.path + "/library", "TROVE_SPACES": folder.path + "/spaces",
            ])
    }

    @Test func aFolderIsIndexedAndSearched() throws {
        for (name, source) in [("bars", "smptebars"), ("test", "testsrc2")] {
            try FFmpeg.run([
                "-f", "lavfi", "-i", "\(source)=s=80x60", "-frames:v", "1",
                folder.file("archive/\(name).png"),
            ])
        }
        #expect(try trove("index", folder.path + "/archive", "--space", clip).status == 0)
        let found = try trove(
            "search", "--image", folder.path + "/archive/bars.png", "--space", clip, "--no-cutoff",
            "--json")
        #expect(found.status == 0, "\(found.errors)")
        let first = try #require(try found.objects().first)
        #expect((first["path"] as? String)?.hasSuffix("bars.png") == true)
        let answer = try trove("search", "a dog", "--space", clip, "--no-cutoff", "--json")
        #expect(answer.status == 0, "\(answer.errors)")
        #expect(try answer.objects().count == 2)
        // The installed copy is the same space, so what was indexed by the folder is found by it.
        let imported = try trove("space", "import", clip, "--name", "mine", "--json")
        #expect(imported.status == 0, "\(imported.errors)")
        let told = try #require(try imported.objects().first)
        #expect(told["modalities"] as? [String] == ["image", "text"])
        let again = try trove("search", "a dog", "--space", "mine", "--no-cutoff", "--json")
        #expect(again.status == 0 && again.output == answer.output, "\(again.errors)")
        let shown = try trove("space", "show", "mine")
        #expect(shown.output.contains("clip, no bridge"))
        #expect(try trove("space", "list").output.hasPrefix("mine  24 dimensions  image, text"))
    }

    @Test func whatTheSpaceLacksIsNamed() throws {
        let sound = folder.path + "/tone.wav"
        try FFmpeg.run(["-f", "lavfi", "-i", "sine=440:r=44100:d=1", sound])
        let result = try trove("embed", "--space", clip, "--audio", sound)
        #expect(result.status == 1)
        #expect(result.errors.contains("no encoder for sound"))
    }

    @Test func aBrokenFolderIsNotInstalled() throws {
        try FileManager.default.removeItem(atPath: clip + "/tokenizer.json")
        let result = try trove("space", "import", clip, "--name", "mine")
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains("tokenizer.json"))
        #expect(try trove("space", "list").output.isEmpty)
    }
}
