import Foundation

/// One JSON object on one line, for other programs.
enum JSONLine {
    static func write(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .iso8601
        encoder.keyEncodingStrategy = .convertToSnakeCase
        StandardOutput.write(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}
