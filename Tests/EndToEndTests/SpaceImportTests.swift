import Foundation
import TestSupport
import Testing

/// Models' folders as Hugging Face has them, from the command line.
@Suite struct SpaceImportTests {
    private let folder: TemporaryDirectory
    private let clip, gemma, siglip: String

    init() throws {
        let folder = try TemporaryDirectory()
        let fixtures = FixtureFolder.path(of: "EncodingTests")
        func copy(_ fixture: String, as name: String) throws -> String {
            let path = folder.path + "/" + name
            try FileManager.default.copyItem(
                atPath: fixtures + "/" + fixture, toPath: path)
            return path
        }
        self.folder = folder
        clip = try copy("clip-tiny", as: "clip")
        gemma = try copy("embedding-gemma-tiny", as: "gemma")
        siglip = try copy("siglip-tiny", as: "siglip")
    }

    private func trove(_ arguments: String...) throws -> TroveProcess.Result {
        try trove(arguments)
    }

    private func trove(_ arguments: [String]) throws -> TroveProcess.Result {
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

    @Test func aSigLIPFolderIsIndexedAndSearched() throws {
        for (name, source) in [("bars", "smptebars"), ("test", "testsrc2")] {
            try FFmpeg.run([
                "-f", "lavfi", "-i", "\(source)=s=80x60", "-frames:v", "1",
                folder.file("archive/\(name).png"),
            ])
        }
        let imported = try trove("space", "import", siglip, "--name", "siglip")
        #expect(imported.status == 0, "\(imported.errors)")
        #expect(imported.output.contains("32 dimensions, image and text"))
        #expect(try trove("index", folder.path + "/archive", "--space", "siglip").status == 0)
        // From now on, that is the library's space.
        let found = try trove(
            "search", "--image", folder.path + "/archive/test.png", "--no-cutoff", "--json")
        let first = try #require(try found.objects().first)
        #expect((first["path"] as? String)?.hasSuffix("test.png") == true)
        #expect(try trove("search", "a dog", "--no-cutoff", "--json").objects().count == 2)
    }

    /// Pictures, sounds and both sides of a video, found by text, picture and sound.
    @Test func oneModelSeesHearsAndReads() throws {
        let imported = try trove(
            "space", "import", gemma, "--name", "all", "--dimension", "128", "--image-tokens", "70",
            "--json")
        #expect(imported.status == 0, "\(imported.errors)")
        let told = try #require(try imported.objects().first)
        #expect(told["modalities"] as? [String] == ["audio", "image", "text"])
        #expect(told["dimension"] as? Int == 128)
        let shown = try trove("space", "show", "all")
        #expect(shown.output.contains("embedding_gemma2, no bridge, at most 70 tokens"))
        let archive = folder.path + "/archive"
        let picture = try folder.file("archive/bars.png")
        try FFmpeg.run(["-f", "lavfi", "-i", "smptebars=s=80x60", "-frames:v", "1", picture])
        let sound = try folder.file("archive/tone.wav")
        try FFmpeg.run(["-f", "lavfi", "-i", "sine=440:d=3", sound])
        try FFmpeg.run([
            "-f", "lavfi", "-i", "testsrc2=s=80x60:d=4", "-f", "lavfi", "-i", "sine=990:d=4",
            folder.file("archive/film.mp4"),
        ])
        let indexed = try trove("index", archive, "--space", "all")
        #expect(indexed.status == 0, "\(indexed.errors)")
        for (query, first) in [
            (["a dog on the beach"], nil), (["--image", picture], "bars.png"),
            (["--audio", sound], "tone.wav"),
        ] {
            let found = try trove(["search"] + query + ["--space", "all", "--no-cutoff", "--json"])
            #expect(found.status == 0, "\(found.errors)")
            let paths = try found.objects().compactMap { $0["path"] as? String }
            #expect(paths.count == 3)
            if let first { #expect(paths.first?.hasSuffix(first) == true) }
        }
        let refused = try trove("space", "import", gemma, "--name", "odd", "--image-tokens", "71")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("has 70, 140, 280, 560, 1120"))
    }

    @Test func whatTheSpaceLacksIsNamed() throws {
        let sound = folder.path + "/tone.wav"
        try FFmpeg.run(["-f", "lavfi", "-i", "sine=440:r=44100:d=1", sound])
        let result = try trove("embed", "--space", clip, "--audio", sound)
        #expect(result.status == 1)
        #expect(result.errors.contains("no encoder for sound"))
    }

    /// Without a server, it is told what to fetch; and Ctrl-C ends the try.
    @Test func aPublicSpaceIsKnownByName() throws {
        let help = try trove("space", "install", "--help").output
        #expect(help.contains("siglip2-base-patch16-224") && help.contains("Apache-2.0"))
        let environment = [
            "TROVE_SPACES": folder.path + "/spaces", "XDG_CACHE_HOME": folder.path + "/cache",
            "HF_ENDPOINT": "http://127.0.0.1:1",
        ]
        let result = try TroveProcess.run(
            ["space", "install", "siglip-base-patch16-224"], environment: environment)
        #expect(result.status == 1)
        #expect(
            result.errors.contains(
                "http://127.0.0.1:1/google/siglip-base-patch16-224/resolve/"
                    + "7fd15f0689c79d79e38b1c2e2e2370a7bf2761ed/model.safetensors"))
        #expect(result.errors.contains(folder.path + "/cache/trove/downloads/siglip-base"))
        let stopped = try TroveProcess(
            ["space", "install", "siglip-base-patch16-224"], environment: environment)
        usleep(700_000)
        kill(stopped.process.processIdentifier, SIGINT)
        #expect(stopped.wait().status == 130)
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
