import Ingestion
import TestSupport
import Testing

@testable import Ingestion

@Suite struct GlobPatternTests {
    @Test(arguments: [
        ("*.jpg", "a.jpg", true), ("*.jpg", "x/y/a.jpg", true), ("*.jpg", "a.jpg/b.png", false),
        ("/*.jpg", "a.jpg", true), ("/*.jpg", "x/a.jpg", false), ("x/*.jpg", "x/a.jpg", true),
        ("x/*.jpg", "y/x/a.jpg", false), ("**/x/*.jpg", "y/x/a.jpg", true),
        ("**/x/*.jpg", "x/a.jpg", true), ("x/**", "x/y/z", true), ("x/**", "x", false),
        ("x/**/z", "x/z", true), ("x/**/z", "x/a/b/z", true), ("x/**/z", "x/a/bz", false),
        ("a?c", "abc", true), ("a?c", "a/c", false), ("a?c", "aäc", true),
        ("[a-c]1", "b1", true), ("[a-c]1", "d1", false), ("[!a-c]1", "d1", true),
        ("[!a]", "/", false), ("[]a]", "]", true), ("[a-]", "-", true), (#"\*"#, "*", true),
        (#"\*"#, "a", false), ("A.jpg", "a.jpg", false), ("**", "a/b", true),
        ("a**b", "axxb", true),
        ("*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false),
        ("IMG_*", "2024/IMG_1.jpg", true), ("ü*", "über.jpg", true), ("x", "", false),
    ])
    func pathsFit(pattern: String, path: String, fits: Bool) throws {
        #expect(try GlobPattern(pattern).matches(path, isFolder: false) == fits)
    }

    @Test func aSlashAtTheEndIsForFolders() throws {
        let pattern = try GlobPattern("tmp/")
        #expect(pattern.matches("a/tmp", isFolder: true))
        #expect(!pattern.matches("a/tmp", isFolder: false))
    }

    @Test(arguments: ["", "/", "a//b", "[a", "[b-a]", #"a\"#])
    func nonsenseIsRefused(pattern: String) {
        #expect(throws: GlobPattern.Invalid.self) { try GlobPattern(pattern) }
    }

    @Test func noiseIsNoTrouble() {
        var random = SeededGenerator(seed: 5)
        let letters = Array("ab*?[]!-/\\")
        func text() -> String {
            String(
                (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    letters.randomElement(using: &random) ?? "a"
                })
        }
        for _ in 0..<3000 {
            _ = try? GlobPattern(text()).matches(text(), isFolder: true)
        }
    }
}
