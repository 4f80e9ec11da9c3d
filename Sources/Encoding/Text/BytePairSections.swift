import Foundation

/// A `tokenizer.json` with byte-pair encoding, taken apart: its vocabulary and merges, which are
/// long and must stay byte for byte as they are, and all else.
struct BytePairSections {
    let vocabulary: BytePairVocabulary
    /// JSON of the file without `vocab` and `merges`.
    let rest: Data

    /// - Throws: `EncodingError` naming the file.
    init(path: String) throws {
        let data: Data
        do {
            data = try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
        } catch {
            throw EncodingError.unreadableFile(path: path, reason: error.localizedDescription)
        }
        var ids: [ExactString: Int] = [:]
        var merges: [(String, String)] = []
        var model: [Data] = []
        var fields: [Data] = []
        var place = ""
        var scanner = JSONScanner(data)
        do {
            try scanner.object { name, scanner in
                place = name
                guard name == "model" else {
                    fields.append(try Self.field(name, scanner.value()))
                    return
                }
                try scanner.object { name, scanner in
                    place = "model." + name
                    switch name {
                    case "vocab":
                        try scanner.object { token, scanner in
                            ids[ExactString(token)] = try scanner.integer()
                        }
                    case "merges":
                        try scanner.list { merges.append(try Self.merge(&$0)) }
                    default: model.append(try Self.field(name, scanner.value()))
                    }
                }
            }
            fields.append(try Self.field("model", Self.object(model)))
        } catch let failure as JSONScanner.Failure {
            throw EncodingError.malformedFile(
                path: path,
                reason: "it is not a tokenizer's JSON at byte \(failure.offset)"
                    + (place.isEmpty ? "" : ", at or after the field '\(place)'"))
        }
        vocabulary = BytePairVocabulary(path: path, ids: ids, merges: merges)
        rest = Self.object(fields)
    }

    /// Two tokens: in one text with a space between, or as a list.
    private static func merge(_ scanner: inout JSONScanner) throws -> (String, String) {
        let start = scanner.position
        var tokens: [String] = []
        if scanner.isAtList() {
            try scanner.list { tokens.append(try $0.string()) }
        } else {
            let pair = BytePairMerges.pair(try scanner.string())
            tokens = pair.map { [$0, $1] } ?? []
        }
        guard tokens.count == 2 else { throw JSONScanner.Failure(offset: start) }
        return (tokens[0], tokens[1])
    }

    private static func field(_ name: String, _ value: Data) throws -> Data {
        try JSONEncoder().encode(name) + Data(":".utf8) + value
    }

    private static func object(_ fields: [Data]) -> Data {
        Data("{".utf8) + Data(fields.joined(separator: Data(",".utf8))) + Data("}".utf8)
    }
}
