import Foundation

/// The patterns of a `.troveignore`: what in its folder, and beneath, is left out.
///
/// Lines are as in `.gitignore`: empty ones and those that begin with `#` say nothing, `!` takes
/// back what an earlier line left out, and of several that fit the last counts.
struct IgnoreFile {
    static let name = ".troveignore"
    /// Bytes; a longer file is none that a person wrote.
    private static let largest = 1 << 20

    private struct Rule {
        let pattern: GlobPattern
        let leavesOut: Bool
    }

    private let rules: [Rule]
    /// Lines that are no patterns, each with its number and why.
    let problems: [String]

    /// - Returns: nil where the folder has none.
    init?(folder: String) {
        let path = folder + "/" + Self.name
        // Whatever else may lie there by that name: a pipe would be waited for.
        guard let status = try? FileStatus(path: path), status.kind == .file,
            status.fingerprint.size <= Self.largest,
            let data = FileManager.default.contents(atPath: path)
        else { return nil }
        self.init(text: String(decoding: data, as: UTF8.self))
    }

    init(text: String) {
        var rules: [Rule] = []
        var problems: [String] = []
        for (index, line) in text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        ).enumerated() {
            var line = line[...]
            while line.last?.isWhitespace == true { line.removeLast() }
            if line.isEmpty || line.hasPrefix("#") { continue }
            let leavesOut = !line.hasPrefix("!")
            if !leavesOut { line.removeFirst() }
            do throws(GlobPattern.Invalid) {
                rules.append(
                    Rule(pattern: try GlobPattern(String(line)), leavesOut: leavesOut))
            } catch {
                problems.append("line \(index + 1): \(error)")
            }
        }
        self.rules = rules
        self.problems = problems
    }

    /// - Parameter path: relative to the file's folder.
    /// - Returns: nil where no line says anything of the path.
    func leavesOut(_ path: String, isFolder: Bool) -> Bool? {
        rules.last { $0.pattern.matches(path, isFolder: isFolder) }?.leavesOut
    }
}
