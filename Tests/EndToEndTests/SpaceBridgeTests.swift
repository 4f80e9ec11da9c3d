import Encoding
import Foundation
import TestSupport
import Testing

/// A CLIP and a CLAP folder that become one space, from the command line.
@Suite struct SpaceBridgeTests {
    private let folder: TemporaryDirectory
    private let clip, clap: String
    private var spaces: String { folder.path + "/spaces" }

    init() throws {
        folder = try TemporaryDirectory()
        (clip, clap) = (folder.path + "/clip", folder.path + "/clap")
        for (name, path) in [("clip-tiny", clip), ("clap-tiny", clap)] {
            try FileManager.default.copyItem(
                atPath: FixtureFolder.path(of: "EncodingTests") + "/" + name, toPath: path)
        }
    }

    private func start(_ arguments: [String]) throws -> TroveProcess {
        try TroveProcess(
            arguments,
            environment: ["TROVE_LIBRARY": folder.path + "/library", "TROVE_SPACES": spaces])
    }

    private func trove(_ arguments: String...) throws -> TroveProcess.Result {
        try start(arguments).wait()
    }

    private func installed() -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: spaces)) ?? []
    }

    @Test func picturesAndSoundsAreFoundInOneSpace() throws {
        let bridged = try trove(
            "space", "bridge", "--image", clip, "--audio", clap, "--name", "joined", "--json")
        #expect(bridged.status == 0, "\(bridged.errors)")
        let told = try #require(try bridged.objects().first)
        #expect(told["modalities"] as? [String] == ["audio", "image", "text"])
        #expect(told["dimension"] as? Int == 24)
        let fitted = try #require(told["fitted_texts"] as? Int)
        let tested = try #require(told["tested_texts"] as? Int)
        #expect(fitted > 2000 && tested > 2000)
        for places in ["recall@1", "recall@5", "recall@10"] {
            #expect((0...1).contains(try #require(told[places] as? Double)))
        }
        #expect(installed() == ["joined"])

        // The parts are copies: the space lives on without the folders that it came from.
        let image = try SpaceManifest(directory: clip).identity
        let audio = try SpaceManifest(directory: clap).identity
        for path in [clip, clap] { try FileManager.default.removeItem(atPath: path) }
        let shown = try trove("space", "show", "joined")
        #expect(shown.output.contains(image) && shown.output.contains(audio), "\(shown.output)")
        try indexAndSearch()
        let again = try trove(
            "space", "bridge", "--image", "joined", "--audio", "joined", "--name", "twice")
        #expect(again.status == 1)
        #expect(again.errors.contains("joined is bridged itself"), "\(again.errors)")
        try otherPartsAreRefused()
    }

    private func indexAndSearch() throws {
        let archive = folder.path + "/archive"
        try FFmpeg.run([
            "-f", "lavfi", "-i", "testsrc2=s=80x60", "-frames:v", "1",
            folder.file("archive/test.png"),
        ])
        for pitch in [300, 1200] {
            try FFmpeg.run([
                "-f", "lavfi", "-i", "sine=\(pitch):r=8000:d=2",
                folder.file("archive/\(pitch).wav"),
            ])
        }
        #expect(try trove("index", archive, "--space", "joined").status == 0)
        let all = try trove("search", "a dog", "--space", "joined", "--no-cutoff", "--json")
        #expect(all.status == 0, "\(all.errors)")
        // Sounds that are alike to an untrained network are one result, which names the others.
        let found = try all.objects()
        let similar = found.reduce(0) { $0 + (($1["similar"] as? [String])?.count ?? 0) }
        #expect(found.count + similar == 3, "\(all.output)")
        let heard = try trove(
            "search", "--audio", archive + "/1200.wav", "--space", "joined", "--no-cutoff",
            "--type", "audio", "--json")
        let first = try #require(try heard.objects().first, "\(heard.errors)")
        #expect((first["path"] as? String)?.hasSuffix("1200.wav") == true)
    }

    /// A part that was replaced is not what the map was fitted for.
    private func otherPartsAreRefused() throws {
        let path = spaces + "/joined/audio/space.json"
        let manifest = try String(contentsOfFile: path, encoding: .utf8)
        try Data(manifest.replacing("clap-", with: "clop-").utf8).write(
            to: URL(fileURLWithPath: path))
        let sound = folder.path + "/archive/300.wav"
        let result = try trove("embed", "--space", "joined", "--audio", sound)
        #expect(result.status == 1)
        #expect(result.errors.contains("joined/space.json"), "\(result.errors)")
        #expect(result.errors.contains("'audio'"), "\(result.errors)")
    }

    @Test func interruptionInstallsNothing() throws {
        let process = try start(
            ["space", "bridge", "--image", clip, "--audio", clap, "--name", "joined"])
        // By then the texts are being encoded, which takes longer.
        usleep(700_000)
        process.process.interrupt()
        let result = process.wait()
        #expect(result.status == 130, "\(result.errors)")
        #expect(result.output.isEmpty)
        #expect(installed() == [])
    }

    @Test func whatASpaceLacksIsNamed() throws {
        let swapped = try trove(
            "space", "bridge", "--image", clap, "--audio", clip, "--name", "joined")
        #expect(swapped.status == 1)
        #expect(swapped.errors.contains("--image, has no encoder for image"))
        let nameless = try trove(
            "space", "bridge", "--image", clip, "--audio", clap, "--name", "a/b")
        #expect(nameless.status == 1)
        #expect(nameless.errors.contains("'a/b' is no name"))
        let missing = try trove(
            "space", "bridge", "--image", clip, "--audio", folder.path + "/none", "--name", "x")
        #expect(missing.status == 1)
        #expect(missing.errors.contains("/none"))
        #expect(try trove("space", "bridge", "--image", clip, "--name", "x").status == 2)
        #expect(installed() == [])
    }

    /// A network that makes the same of every text is no bridge's end.
    @Test func anUntrainedTextEncoderIsRefused() throws {
        let path = clap + "/model.safetensors"
        let file = try SafeTensorsFile(path: path)
        let last = "text_projection.linear2.weight"
        let tensors = try file.names.filter { !$0.hasSuffix("_index") && !$0.hasSuffix("_ids") }
            .filter { !$0.hasSuffix("num_batches_tracked") }
            .map { name in
                let shape = file.shape(of: name) ?? []
                let values = try file.tensor(name, shape: shape)
                return SafeTensorsWriter.Tensor(
                    name: name, shape: shape, values: name == last ? values.map { _ in 0 } : values)
            }
        try SafeTensorsWriter.write(tensors, to: path)
        let result = try trove(
            "space", "bridge", "--image", clip, "--audio", clap, "--name", "joined")
        #expect(result.status == 1)
        #expect(result.errors.contains("audio space gives all texts the same vector"))
        #expect(installed() == [])
    }
}
