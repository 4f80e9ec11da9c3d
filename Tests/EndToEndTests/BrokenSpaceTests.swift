import Foundation
import TestSupport
import Testing

/// Copies of the installed starter space whose sound network lacks something.
@Suite struct BrokenSpaceTests {
    private static let tensor = "head.2.weight"

    private let folder: TemporaryDirectory
    private var space: String { folder.path + "/space" }
    private var weights: String { space + "/sound.safetensors" }

    init() throws {
        folder = try TemporaryDirectory()
        let shown = try TroveProcess.run(["space", "show", "starter"]).output
        let line = try #require(
            shown.split(separator: "\n").first { $0.hasPrefix("  folder ") })
        let starter = line.dropFirst("  folder".count).trimmingCharacters(in: .whitespaces)
        let files = FileManager.default
        try files.createDirectory(atPath: space, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: starter) {
            let original = starter + "/" + name
            if space + "/" + name == weights {
                try files.copyItem(atPath: original, toPath: weights)
            } else {
                try files.createSymbolicLink(
                    atPath: space + "/" + name, withDestinationPath: original)
            }
        }
    }

    /// Changes the entry of `tensor` in the header, which keeps its length.
    private func changeEntry(_ change: (inout String) -> Void) throws {
        var bytes = try Data(contentsOf: URL(fileURLWithPath: weights))
        let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        var header = String(decoding: bytes[8..<8 + length], as: UTF8.self)
        let begin = try #require(header.range(of: "\"\(Self.tensor)\"")).lowerBound
        let end = try #require(header[begin...].firstIndex(of: "}"))
        var entry = String(header[begin..<end])
        let original = entry
        change(&entry)
        try #require(entry != original && entry.utf8.count == original.utf8.count)
        header.replaceSubrange(begin..<end, with: entry)
        bytes.replaceSubrange(8..<8 + length, with: Data(header.utf8))
        try bytes.write(to: URL(fileURLWithPath: weights))
    }

    /// Tries to index and to embed with the space.
    private func expectRefusal(naming file: String? = nil, saying words: [String]) throws {
        let sound = folder.path + "/tone.wav"
        try FFmpeg.run(["-f", "lavfi", "-i", "sine=440:r=44100:d=1", sound])
        let library = folder.path + "/library"
        for command in [
            ["index", sound, "--space", space, "--library", library],
            ["embed", "--space", space, "--audio", sound],
        ] {
            let result = try TroveProcess.run(command)
            #expect(result.status == 1)
            #expect(result.output.isEmpty)
            #expect(result.errors.split(separator: "\n").count == 1)
            for word in words + [file ?? weights] {
                #expect(result.errors.contains(word), "\(result.errors)")
            }
        }
        #expect(!FileManager.default.fileExists(atPath: library))
    }

    @Test func aCopyWorksAsLongAsItIsWhole() throws {
        let sound = folder.path + "/tone.wav"
        try FFmpeg.run(["-f", "lavfi", "-i", "sine=440:r=44100:d=1", sound])
        #expect(try TroveProcess.run(["embed", "--space", space, "--audio", sound]).status == 0)
    }

    @Test func missingTensorIsNamed() throws {
        try changeEntry { $0.replace("weight", with: "weighs") }
        try expectRefusal(saying: ["'\(Self.tensor)'", "missing"])
    }

    @Test func wrongShapeIsNamed() throws {
        try changeEntry { entry in
            entry.replace(/\[(\d+), ?(\d+)\]/, maxReplacements: 1) { "[\($0.2),\($0.1)]" }
        }
        try expectRefusal(saying: ["'\(Self.tensor)'", "[256, 128]", "[128, 256]"])
    }

    @Test func shapeThatDoesNotFitItsBytesIsNamed() throws {
        try changeEntry { $0.replace("128", with: "129", maxReplacements: 1) }
        try expectRefusal(saying: ["'\(Self.tensor)'"])
    }

    @Test func bridgeForOtherPreprocessingIsNamed() throws {
        let path = space + "/space.json"
        var manifest = try String(contentsOfFile: path, encoding: .utf8)
        manifest.replace("\"preprocessing_version\": 1", with: "\"preprocessing_version\": 2")
        try FileManager.default.removeItem(atPath: path)
        try Data(manifest.utf8).write(to: URL(fileURLWithPath: path))
        try expectRefusal(
            naming: space + "/bridges/",
            saying: ["preprocessing_version is '1'", "install the space again"])
    }

    @Test func bridgeOfAnotherEncoderIsNamed() throws {
        let bridges = space + "/bridges"
        let original = try FileManager.default.destinationOfSymbolicLink(atPath: bridges)
        try FileManager.default.removeItem(atPath: bridges)
        try FileManager.default.createDirectory(
            atPath: bridges, withIntermediateDirectories: true)
        for (name, other) in [("photos", "photos"), ("text", "text"), ("sound", "photos")] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(bridges)/\(name).safetensors",
                withDestinationPath: "\(original)/\(other).safetensors")
        }
        try expectRefusal(
            naming: "bridges/sound.safetensors", saying: ["'efficientnet-lite0'", "'aisfx'"])
    }

    @Test func missingFileIsNamed() throws {
        try FileManager.default.removeItem(atPath: weights)
        try expectRefusal(saying: ["can't read"])
    }

    @Test func textNeedsNoSoundNetwork() throws {
        try FileManager.default.removeItem(atPath: weights)
        #expect(try TroveProcess.run(["embed", "--space", space, "--text", "dog"]).status == 0)
    }
}
