import Encoding
import Foundation
import TestSupport
import Testing

@Suite struct SpaceLoadingTests {
    private let folder: TemporaryDirectory
    private let store: SpaceStore

    init() throws {
        folder = try TemporaryDirectory()
        store = SpaceStore(directory: folder.path)
    }

    private func write(
        _ name: String = "mine", format: Int = 1, architecture: String = "aisfx",
        dimension: Int = 2
    ) throws {
        let manifest = """
            {"format":\(format),"name":"\(name)","version":"1","identity":"\(name)-1",
             "dimension":\(dimension),"preprocessing_version":1,
             "encoders":{"audio":{"architecture":"\(architecture)","weights":"w.safetensors",
               "bridge":{"kind":"class-mixture","file":"b.safetensors"}}},
             "sources":[],"notes":[]}
            """
        _ = try folder.write(manifest.utf8, to: name + "/space.json")
    }

    @Test func listsAndFindsSpaces() throws {
        #expect(store.names() == [])
        try write("b")
        try write("a")
        try FileManager.default.createDirectory(
            atPath: folder.path + "/not-a-space", withIntermediateDirectories: true)
        #expect(store.names() == ["a", "b"])
        #expect(try store.path(of: "a") == folder.path + "/a")
        #expect(try store.path(of: folder.path + "/b") == folder.path + "/b")
        #expect(try store.manifest(of: "a").identity == "a-1")
        #expect {
            try store.path(of: "nothing")
        } throws: {
            "\($0)".contains("'nothing'") && "\($0)".contains("space install starter")
        }
    }

    @Test func theStoreFollowsTheEnvironment() {
        #expect(SpaceStore(environment: ["TROVE_SPACES": "/s"]).directory == "/s")
        #expect(SpaceStore(environment: ["XDG_DATA_HOME": "/d"]).directory == "/d/trove-spaces")
        #expect(
            SpaceStore(environment: ["TROVE_SPACES": "", "XDG_DATA_HOME": ""]).directory
                .hasSuffix("/.local/share/trove-spaces"))
    }

    @Test func damagedSpacesSayWhatIsWrong() throws {
        func message() -> String {
            do {
                _ = try store.load("mine")
                return "loaded"
            } catch { return "\(error)" }
        }
        try write(format: 2)
        #expect(message().contains("newer Trove"))
        try write(architecture: "perceptron")
        #expect(message().contains("'perceptron'"))
        try write(dimension: 0)
        #expect(message().contains("dimension"))
        try write()
        #expect(message().contains("w.safetensors"))
        try SafeTensorsWriter.write([], to: folder.path + "/mine/w.safetensors")
        #expect(message().contains("embedding_net.conv_block1.conv1.weight"))
        try SafeTensorsWriter.write(
            [
                .init(
                    name: "embedding_net.conv_block1.conv1.weight", shape: [1, 1, 2, 2],
                    values: [1, 2, 3, 4])
            ], to: folder.path + "/mine/w.safetensors")
        #expect(message().contains("has shape [1, 1, 2, 2] where [1, 1, 3, 3] is needed"))
        _ = try folder.write("{}".utf8, to: "mine/space.json")
        #expect(message().contains("'format' is missing"))
        _ = try folder.write("}".utf8, to: "mine/space.json")
        #expect(message().contains("not valid JSON"))
    }

    @Test func encodersThatAreNotWantedAreNotLoaded() throws {
        try write()
        let space = try store.load("mine", modalities: [.text])
        #expect(space.audio == nil && space.text == nil && space.image == nil)
    }
}
