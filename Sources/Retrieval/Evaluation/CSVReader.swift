/// Reads comma-separated values as RFC 4180 has them: fields may be quoted, and then hold commas,
/// line ends and doubled quotes. Lines end with LF or CRLF; empty lines are skipped.
struct CSVReader {
    struct Row: Equatable {
        /// Where it begins, counted from 1.
        let line: Int
        let fields: [String]
    }

    /// - Throws: `EvaluationError.malformedCSV`.
    static func rows(of text: String) throws(EvaluationError) -> [Row] {
        var reader = CSVReader(bytes: Array(text.utf8))
        if reader.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.position = 3 }
        var rows: [Row] = []
        while reader.position < reader.bytes.count {
            let row = try reader.row()
            if row.fields != [""] { rows.append(row) }
        }
        return rows
    }

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    private mutating func row() throws(EvaluationError) -> Row {
        let start = line
        var fields = [try field()]
        while position < bytes.count, bytes[position] == UInt8(ascii: ",") {
            position += 1
            fields.append(try field())
        }
        if position < bytes.count, bytes[position] == UInt8(ascii: "\r") { position += 1 }
        guard position == bytes.count || bytes[position] == UInt8(ascii: "\n") else {
            throw .malformedCSV(line: line, reason: "a quoted field goes on after its quote")
        }
        position += 1
        line += 1
        return Row(line: start, fields: fields)
    }

    private mutating func field() throws(EvaluationError) -> String {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
            let start = position
            while position < bytes.count, !Self.ends(bytes[position]) { position += 1 }
            return String(decoding: bytes[start..<position], as: UTF8.self)
        }
        return try quotedField()
    }

    private mutating func quotedField() throws(EvaluationError) -> String {
        let start = line
        var field: [UInt8] = []
        position += 1
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") {
                guard position < bytes.count, bytes[position] == byte else {
                    return String(decoding: field, as: UTF8.self)
                }
                position += 1
            }
            if byte == UInt8(ascii: "\n") { line += 1 }
            field.append(byte)
        }
        throw .malformedCSV(line: start, reason: "a quote is never closed")
    }

    private static func ends(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }
}
