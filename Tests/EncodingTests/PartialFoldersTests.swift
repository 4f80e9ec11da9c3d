import Encoding
import Foundation
import TestSupport
import Testing

@Suite struct PartialFoldersTests {
    private let folder: TemporaryDirectory
    private let partials: PartialFolders
    /// No process has this number.
    private static let dead = Int32.max - 1

    init() throws {
        folder = try TemporaryDirectory()
        partials = PartialFolders(directory: folder.path)
    }

    private func make(_ name: String) throws {
        _ = try folder.write(Array(name.utf8), to: name + "/file")
    }

    private var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
    }

    @Test func whatTheDeadLeftIsRemoved() throws {
        try make(".clip.\(Self.dead)")
        try make(".starter.\(Self.dead).scripts")
        try make(".clip.\(getppid())")
        try make(".clip.1.0.\(Self.dead)")
        try make(".other")
        try make("clip")
        partials.removeStale()
        #expect(try names == [".clip.\(getppid())", ".other", "clip"])
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/.clip.1.0.\(Self.dead)"))
    }

    /// Killed after the old space was moved away, and before the new one came.
    @Test func anOldSpaceIsBroughtBack() throws {
        try make(".starter.\(Self.dead).old")
        try make(".clip.\(Self.dead).old")
        try make("clip")
        partials.removeStale()
        #expect(try names == ["clip", "starter"])
        #expect(
            try String(contentsOfFile: folder.path + "/clip/file", encoding: .utf8) == "clip")
    }

    @Test func publishingReplaces() throws {
        try make("clip")
        let path = partials.path(of: "clip")
        try make((path as NSString).lastPathComponent)
        try partials.publish("clip")
        #expect(try names == ["clip"])
        #expect(
            try String(contentsOfFile: folder.path + "/clip/file", encoding: .utf8).hasPrefix("."))
    }

    @Test func aStoppedImportLeavesNothing() throws {
        let importer = SpaceImporter(store: SpaceStore(directory: folder.path))
        let source = try ReferenceTensors.path("clip-tiny")
        var questions = 0
        _ = try importer.importFolder(
            source, name: "whole",
            isCancelled: {
                questions += 1
                return false
            })
        #expect(questions > 40)
        for last in [1, 30, questions - 2, questions - 1, questions] {
            var asked = 0
            #expect(throws: CancellationError.self) {
                _ = try importer.importFolder(
                    source, name: "stopped",
                    isCancelled: {
                        asked += 1
                        return asked >= last
                    })
            }
            #expect(try names == ["whole"])
        }
    }
}
