import Foundation

/// The tokens of a byte-pair encoding and the merges that lead to them.
struct BytePairVocabulary: Sendable {
    /// The file to blame for what is wrong with them.
    let path: String
    private let ids: [ExactString: Int]
    private let merges: [(String, String)]

    /// Names of the files that make the tokenizer of a folder: `tokenizer.json`, or `vocab.json`
    /// and `merges.txt` where there is none.
    static func fileNames(in directory: String) -> [String] {
        func has(_ name: String) -> Bool {
            FileManager.default.fileExists(atPath: directory + "/" + name)
        }
        return has("vocab.json") && !has("tokenizer.json")
            ? ["vocab.json", "merges.txt"] : ["tokenizer.json"]
    }

    init(path: String, ids: [ExactString: Int], merges: [(String, String)]) {
        self.path = path
        self.ids = ids
        self.merges = merges
    }

    /// Reads `vocab.json` and `merges.txt`.
    init(vocabulary path: String, merges mergesPath: String) throws {
        let text: String
        do {
            text = try String(contentsOfFile: mergesPath, encoding: .utf8)
        } catch {
            throw EncodingError.unreadableFile(path: mergesPath, reason: error.localizedDescription)
        }
        var merges: [(String, String)] = []
        for (number, line) in text.split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline
        )
        .enumerated() where !line.isEmpty && !line.hasPrefix("#version") {
            guard let pair = BytePairMerges.pair(line) else {
                throw EncodingError.malformedFile(
                    path: mergesPath, reason: "line \(number + 1) is not two tokens with a space")
            }
            merges.append(pair)
        }
        let ids: [String: Int] = try JSONFile.decode(path: path)
        self.init(
            path: path,
            ids: Dictionary(uniqueKeysWithValues: ids.map { (ExactString($0.key), $0.value) }),
            merges: merges)
    }

    /// - Returns: nil where there is no such token.
    subscript(token: String) -> Int? { ids[ExactString(token)] }

    func id(of token: String) throws -> Int {
        guard let id = self[token] else {
            throw EncodingError.malformedFile(path: path, reason: "its vocabulary lacks '\(token)'")
        }
        return id
    }

    /// The merges by token ids.
    func rules() throws -> BytePairMerges {
        try BytePairMerges(merges, id: id)
    }
}
