import Foundation
import TestSupport
import Testing

@testable import Ingestion

@Suite struct DirectoryWalkerTests {
    private let directory: TemporaryDirectory

    init() throws {
        directory = try TemporaryDirectory()
    }

    private func write(_ names: String...) throws {
        for name in names { _ = try directory.write([1], to: name) }
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: try directory.file(name), withDestinationPath: target)
    }

    private func walk(
        _ roots: [String] = ["."], rules: WalkRules = WalkRules(),
        skipping library: String = "/nowhere"
    ) throws -> (found: [String], problems: [String]) {
        let base = try IndexRoot(directory.path).path
        var problems: [String] = []
        var walker = DirectoryWalker(
            roots: try roots.map { try IndexRoot(directory.path + "/" + $0) }, rules: rules,
            skipping: library
        ) { path, reason in
            problems.append(path.dropFirst(base.count + 1) + ": " + reason)
        }
        var found: [String] = []
        while let candidate = walker.next() {
            found.append(String(candidate.path.dropFirst(base.count + 1)))
        }
        return (found, problems)
    }

    @Test func foldersAreWalkedInOrder() throws {
        try write("b.jpg", "a/z.wav", "a/b/c.mp4", "a-b.png", "Z.JPG", "ä.jpg", "c/x.flac")
        #expect(
            try walk().found == [
                "Z.JPG", "a/b/c.mp4", "a/z.wav", "a-b.png", "b.jpg", "c/x.flac", "ä.jpg",
            ])
    }

    @Test func whatIsHiddenOrNoMediaIsSkipped() throws {
        try write(
            ".a.jpg", ".cache/b.jpg", "c.txt", "d", "jpg", ".jpg", "e.pdf", "f.jpg", "g.jpg/h.png")
        let (found, problems) = try walk()
        #expect(found == ["f.jpg", "g.jpg/h.png"])
        #expect(problems.isEmpty)
    }

    @Test func whatIsNamedIsAlwaysTried() throws {
        try write("c.txt", ".hidden/a.jpg")
        #expect(try walk(["c.txt", ".hidden"]).found == ["c.txt", ".hidden/a.jpg"])
    }

    @Test func linksAreFollowed() throws {
        try write("store/1.jpg")
        try link("one.jpg", to: "store/1.jpg")
        try link("two.jpg", to: "one.jpg")
        try link("broken.jpg", to: "nowhere.jpg")
        let (found, problems) = try walk()
        #expect(found == ["one.jpg", "store/1.jpg", "two.jpg"])
        #expect(problems.isEmpty)
    }

    @Test func linksInACircleComeToAnEnd() throws {
        try write("a/b/1.jpg")
        try link("a/b/up", to: "../..")
        try link("a/self", to: ".")
        try link("x.jpg", to: "y.jpg")
        try link("y.jpg", to: "x.jpg")
        let (found, problems) = try walk()
        #expect(found == ["a/b/1.jpg"])
        #expect(problems.count == 2, "the two links that only name each other: \(problems)")
    }

    @Test func everyFolderIsEnteredOnce() throws {
        try write("a/1.jpg")
        try link("b", to: "a")
        #expect(try walk([".", "a", "b"]).found == ["a/1.jpg"])
    }

    @Test func rulesLeaveOut() throws {
        try write("a.jpg", "b.png", "raw/a.jpg", "raw/deep/c.jpg", "x/tmp/d.jpg", "x/e.wav")
        var rules = WalkRules()
        rules.include = [try GlobPattern("*.jpg")]
        rules.exclude = [try GlobPattern("tmp/"), try GlobPattern("/raw/deep")]
        #expect(try walk(rules: rules).found == ["a.jpg", "raw/a.jpg"])
        rules.include = []
        #expect(try walk(rules: rules).found == ["a.jpg", "b.png", "raw/a.jpg", "x/e.wav"])
    }

    @Test func hiddenFilesCountIfWanted() throws {
        try write(".a.jpg", ".cache/b.jpg", "c.jpg")
        var rules = WalkRules()
        rules.hidden = true
        #expect(try walk(rules: rules).found == [".a.jpg", ".cache/b.jpg", "c.jpg"])
    }

    @Test func linksAreNotFollowedIfNotWanted() throws {
        try write("store/1.jpg", "here/2.jpg")
        try link("here/one.jpg", to: "../store/1.jpg")
        try link("here/more", to: "../store")
        var rules = WalkRules()
        rules.symbolicLinks = false
        #expect(try walk(["here"], rules: rules).found == ["here/2.jpg"])
        #expect(
            try walk(["here"]).found == ["here/2.jpg", "here/more/1.jpg", "here/one.jpg"])
    }

    @Test func ignoreFilesLeaveOut() throws {
        try write(
            "a.jpg", "b.jpg", "private/c.jpg", "x/a.jpg", "x/b.jpg", "x/y/private/d.jpg",
            "x/y/only.png", "x/y/z.png")
        func ignore(_ name: String, _ lines: String) throws {
            _ = try directory.write(Array(lines.utf8), to: name)
        }
        try ignore(".troveignore", "# not for everyone\n\nprivate/\n/a.jpg  \n*.png\n[oops\n")
        try ignore("x/.troveignore", "b.jpg\r\n!only.png\n")
        let (found, problems) = try walk()
        #expect(found == ["b.jpg", "x/a.jpg", "x/y/only.png"])
        #expect(problems == [".troveignore: line 6: a [ without its ]"])
    }

    @Test func otherFileSystemsAreVolumes() throws {
        let roots = try [IndexRoot("/")]
        var rules = WalkRules()
        rules.include = [try GlobPattern("none")]
        rules.exclude = [try GlobPattern("/*/*"), try GlobPattern("/[!dp]*")]
        var walker = DirectoryWalker(roots: roots, rules: rules, skipping: "/x") { _, _ in }
        while walker.next() != nil {}
        #expect(walker.rootVolumes.map(\.path) == ["/"])
        #expect(walker.volumes.contains { $0.path == "/proc" })
        #expect(!walker.volumes.contains { $0.path == "/" })
    }

    @Test func theLibraryIsSkipped() throws {
        try write("a.jpg", "library/thumbnails/b.jpg")
        #expect(try walk(skipping: directory.path + "/library").found == ["a.jpg"])
    }

    @Test func namesThatAreNotTextAreReported() throws {
        try write("a.jpg")
        let name = (Array((directory.path + "/").utf8) + [0xFF, 0xFE] + Array(".jpg".utf8) + [0])
            .map { CChar(bitPattern: $0) }
        let descriptor = open(name, O_CREAT | O_WRONLY, 0o644)
        try #require(descriptor >= 0)
        close(descriptor)
        let (found, problems) = try walk()
        #expect(found == ["a.jpg"])
        #expect(problems.count == 1)
        unlink(name)
    }

    /// The rights of a folder do not bind the superuser.
    @Test(.enabled(if: geteuid() != 0)) func aFolderThatCannotBeReadIsReported() throws {
        try write("a/1.jpg", "b/2.jpg")
        chmod(directory.path + "/a", 0)
        defer { chmod(directory.path + "/a", 0o755) }
        let (found, problems) = try walk()
        #expect(found == ["b/2.jpg"])
        #expect(problems == ["a: permission denied"])
    }

    @Test func rootsHaveOneTruePath() throws {
        try write("a/1.jpg")
        try link("b", to: "a")
        let base = try IndexRoot(directory.path).path
        #expect(try IndexRoot(directory.path + "/b/").path == base + "/a")
        #expect(try IndexRoot(directory.path + "/b/../a/./1.jpg").path == base + "/a/1.jpg")
        try link("c.jpg", to: "a/1.jpg")
        #expect(try IndexRoot(directory.path + "/b/../c.jpg").path == base + "/c.jpg")
    }
}
